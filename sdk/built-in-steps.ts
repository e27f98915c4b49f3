import type { Text } from "./secret.ts";

/** A property that is on or off. */
type Switch = boolean | "true" | "false" | (string & {});

/**
 * The steps that come with builder, by name, and what each may be given. They take the properties that wercker's steps of these names
 * took; `$NAME` in a text is a variable of the box.
 */
export interface BuiltInSteps {
  /** Lets ssh know a host by its key. The box needs `ssh-keyscan`. */
  readonly "add-to-known_hosts": {
    /** Name or address of the host. */
    readonly hostname: Text;
    /** `SHA256:…` or MD5's `16:27:…`; without it whoever answers is believed. */
    readonly fingerprint?: Text;
    /** Kinds of keys. @default "rsa,ecdsa,ed25519" */
    readonly type?: Text;
    /** Where its ssh listens. @default 22 */
    readonly port?: Text | number;
    /** Writes `~/.ssh/known_hosts` in place of `/etc/ssh/ssh_known_hosts`. @default false */
    readonly local?: Switch;
    /** Seconds. */
    readonly timeout?: Text | number;
    /** @default whether the fingerprint looks like one of MD5 */
    readonly "use-md5"?: Switch;
  };
  /** Lets ssh use a private key that a variable holds. */
  readonly "add-ssh-key": {
    /** Name of the variable without `_PRIVATE`: `DEPLOY` for the variable `DEPLOY_PRIVATE`. */
    readonly keyname: Text;
    /** @default all hosts */
    readonly host?: Text;
  };
  /** Replaces `${NAME}` in files by the values of variables. */
  readonly "bash-template": {
    /** Files; a mask is expanded. @default "*.template*" */
    readonly input?: Text;
    /** A folder, with a slash at its end, or a file. @default "./" */
    readonly output?: Text;
  };
  /** Runs `bundle install`; the gems are kept from run to run. */
  readonly "bundle-install": {
    /** Where the gems are kept. @default a folder of the cache */
    readonly path?: Text;
    /** Groups that are left out. */
    readonly without?: Text;
    /** How many at once. */
    readonly jobs?: Text | number;
    /** Version of bundler, where the box has none. @default ">=1.5.2" */
    readonly version?: Text;
    /** Whether `Gemfile.lock` has to be there and up to date, as on servers. @default false */
    readonly deployment?: Switch;
    /** Whether a `Gemfile.lock` that would have to change fails the step. @default false */
    readonly frozen?: Switch;
    /** Whether gems that are needed no more are removed. @default false */
    readonly clean?: Switch;
    /** Whether only gems that are there already are used. @default false */
    readonly local?: Switch;
    /** Whether the whole list of gems is fetched instead of what is asked for. @default false */
    readonly "full-index"?: Switch;
    /** Whether the gems can be used without bundler. @default false */
    readonly standalone?: Switch;
    /** Whether programs of all gems get a starter in `bin`. @default false */
    readonly binstubs?: Switch;
  };
  /** Writes a file. */
  readonly "create-file": {
    /** Its path; folders that are missing are made. */
    readonly filename: Text;
    /** What is written, without a line break at its end. @default nothing */
    readonly content?: Text;
    /** Replaces one that is there. @default false */
    readonly overwrite?: Switch;
    /** @default false */
    readonly "hide-from-log"?: Switch;
  };
  /** Makes a release on GitHub and exports its id. The box needs `curl`. */
  readonly "github-create-release": {
    /** Of somebody who may write to the repository; never an argument of a command. */
    readonly token: Text;
    /** Made by GitHub, unless it is there. */
    readonly tag: Text;
    /** @default $WERCKER_GIT_OWNER */
    readonly owner?: Text;
    /** @default $WERCKER_GIT_REPOSITORY */
    readonly repo?: Text;
    /** @default the tag */
    readonly title?: Text;
    /** What the release says. @default nothing */
    readonly body?: Text;
    /** Branch or commit that a new tag gets. @default the default branch */
    readonly "target-commitish"?: Text;
    /** Whether it is not published yet. @default false */
    readonly draft?: Switch;
    /** Whether it is marked as not ready for use. @default false */
    readonly prerelease?: Switch;
    /** Variable that gets the id. @default "WERCKER_GITHUB_CREATE_RELEASE_ID" */
    readonly export_id?: Text;
    /** @default "https://api.github.com" */
    readonly "api-url"?: Text;
  };
  /** Adds a file to a release on GitHub and exports its id. The box needs `curl`. */
  readonly "github-upload-asset": {
    /** Of somebody who may write to the repository; never an argument of a command. */
    readonly token: Text;
    /** Path of the file. */
    readonly file: Text;
    /** @default the name of the file */
    readonly filename?: Text;
    /** @default what `file` says */
    readonly "content-type"?: Text;
    /** @default $WERCKER_GITHUB_CREATE_RELEASE_ID */
    readonly release_id?: Text | number;
    /** @default $WERCKER_GIT_OWNER */
    readonly owner?: Text;
    /** @default $WERCKER_GIT_REPOSITORY */
    readonly repo?: Text;
    /** Variable that gets the id. @default "WERCKER_GITHUB_UPLOAD_ASSET_ID" */
    readonly export_id?: Text;
    /** @default "https://uploads.github.com" */
    readonly "upload-url"?: Text;
  };
  /** Runs golint; five findings are a warning, ten fail the step. */
  readonly golint: {
    /** An extended regular expression: findings that match it do not count. */
    readonly exclude?: Text;
  };
  /** Installs packages with apt-get, apk, dnf, microdnf, yum or zypper. */
  readonly "install-packages": {
    /** Names, with spaces between them. */
    readonly packages: Text;
    /** Throws a list of packages away that may be broken, before it tries again. @default true */
    readonly "clear-cache"?: Switch;
  };
  /** Runs `npm install`, up to three times; npm's cache is kept from run to run. */
  readonly "npm-install": {
    /** Options of `npm install`, with spaces between them. @default none */
    readonly options?: Text;
    /** Packages that are installed, with spaces between them. @default those of package.json */
    readonly packages?: Text;
    /** @default true */
    readonly "use-cache"?: Switch;
    /** @default true */
    readonly "clear-cache-on-failed"?: Switch;
  };
  /** Runs `npm test`. */
  readonly "npm-test": {
    /** Options of `npm test`, with spaces between them. @default none */
    readonly options?: Text;
  };
  /** Installs Python packages; pip's cache is kept from run to run. */
  readonly "pip-install": {
    /** @default "requirements.txt" */
    readonly requirements_file?: Text;
    /** Packages besides those of the file, with spaces between them. @default none */
    readonly packages_list?: Text;
    /** @default "pip" */
    readonly pip_command?: Text;
    /** Runs `pip wheel` first where `PIP_USE_WHEEL` is true. @default true */
    readonly auto_run_wheel?: Switch;
    /** Empties `PIP_WHEEL_DIR` first. @default false */
    readonly cleanup_wheel_cache?: Switch;
    /** Options of `pip install`, with spaces between them. @default none */
    readonly extra_args?: Text;
    /** Options of `pip wheel`, with spaces between them. @default none */
    readonly extra_wheel_args?: Text;
  };
  /** Makes a bucket of S3 the same as a folder. The box needs `s3cmd` or `aws`. */
  readonly s3sync: {
    /** Id of the access key. */
    readonly "key-id": Text;
    /** The access key's secret; never an argument of a command. */
    readonly "key-secret": Text;
    /** `s3://…` */
    readonly "bucket-url": Text;
    /** @default "./" */
    readonly "source-dir"?: Text;
    /** @default true */
    readonly "delete-removed"?: Switch;
    /** Options of s3cmd. @default "--acl-public" */
    readonly opts?: Text;
  };
  /** Puts the source below `GOPATH`, and lets the steps that follow start there. */
  readonly "setup-go-workspace": {
    /** @default `DOMAIN/OWNER/REPOSITORY` */
    readonly "package-dir"?: Text;
    /** @default $GOPATH */
    readonly gopath?: Text;
  };
  /** Tells a Slack channel how a pipeline ended; an after-step. The box needs `curl`. */
  readonly "slack-notifier": {
    /** Of the webhook. */
    readonly url: Text;
    /** `#CHANNEL`, the `#` may be left out, or `@PERSON`. @default the webhook's own */
    readonly channel?: Text;
    /** @default "builder" */
    readonly username?: Text;
    /** Address of a picture for the message; `icon_emoji` goes before it. @default the webhook's own */
    readonly icon_url?: Text;
    /** An emoji for the message, such as `:rocket:`. @default the webhook's own */
    readonly icon_emoji?: Text;
    /** `failed`: nobody is told of a pipeline that passed. */
    readonly notify_on?: Text;
    /** Nobody is told of another branch. */
    readonly branch?: Text;
  };
  /** Makes a virtual environment of Python and activates it for the steps that follow. */
  readonly virtualenv: {
    /** @default "$HOME/venv" */
    readonly virtualenv_location?: Text;
    /** @default python3, or python */
    readonly python_location?: Text;
    /** @default true */
    readonly install_wheel?: Switch;
  };
}
