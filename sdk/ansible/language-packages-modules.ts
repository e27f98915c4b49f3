import type { Arguments, FileArguments } from "./values.ts";

/** Modules of the package managers of languages, with the arguments that Ansible documents for them (ansible-core 2.14). */
export interface LanguagePackageModules {
  readonly bower: Arguments<{
    text: "name" | "path" | "relative_execpath" | "version";
    flag: "offline" | "production";
    choice: { state: "present" | "absent" | "latest" };
  }>;
  readonly bundler: Arguments<{
    text: "binstub_directory" | "chdir" | "executable" | "extra_args" | "gem_path" | "gemfile";
    flag: "clean" | "deployment_mode" | "local" | "user_install";
    list: "exclude_groups";
    choice: { state: "present" | "latest" };
  }>;
  readonly composer: Arguments<{
    text: "arguments" | "command" | "composer_executable" | "executable" | "php_path" | "working_dir";
    flag:
      | "apcu_autoloader"
      | "classmap_authoritative"
      | "global_command"
      | "ignore_platform_reqs"
      | "no_dev"
      | "no_plugins"
      | "no_scripts"
      | "optimize_autoloader"
      | "prefer_dist"
      | "prefer_source";
  }>;
  readonly cpanm: Arguments<{
    text: "executable" | "from_path" | "locallib" | "mirror" | "name" | "pkg" | "name_check" | "version";
    flag: "installdeps" | "mirror_only" | "notest";
    choice: { mode: "compatibility" | "new" };
  }>;
  readonly easy_install: Arguments<{
    text: "executable" | "name" | "virtualenv" | "virtualenv_command";
    flag: "virtualenv_site_packages";
    choice: { state: "present" | "latest" };
  }>;
  readonly gem: Arguments<{
    text:
      | "bindir"
      | "build_flags"
      | "executable"
      | "gem_source"
      | "install_dir"
      | "name"
      | "repository"
      | "source"
      | "version";
    flag: "env_shebang" | "force" | "include_dependencies" | "include_doc" | "norc" | "pre_release" | "user_install";
    choice: { state: "present" | "absent" | "latest" };
  }>;
  readonly maven_artifact: FileArguments<{
    text:
      | "artifact_id"
      | "classifier"
      | "client_cert"
      | "client_key"
      | "dest"
      | "directory_mode"
      | "extension"
      | "group_id"
      | "password"
      | "aws_secret_access_key"
      | "repository_url"
      | "username"
      | "aws_secret_key"
      | "version"
      | "version_by_spec";
    flag: "force_basic_auth" | "keep_name" | "validate_certs";
    number: "timeout";
    list: "unredirected_headers";
    dictionary: "headers";
    choice: {
      checksum_alg: "md5" | "sha1";
      state: "present" | "absent";
      verify_checksum: "never" | "download" | "change" | "always";
    };
  }>;
  readonly npm: Arguments<{
    text: "executable" | "name" | "path" | "registry" | "version";
    flag: "ci" | "global" | "ignore_scripts" | "no_bin_links" | "no_optional" | "production" | "unsafe_perm";
    choice: { state: "present" | "absent" | "latest" };
  }>;
  readonly pear: Arguments<{
    text: "executable" | "name" | "pkg";
    list: "prompts";
    choice: { state: "present" | "installed" | "latest" | "absent" | "removed" };
  }>;
  readonly pip: Arguments<{
    text:
      | "chdir"
      | "executable"
      | "extra_args"
      | "requirements"
      | "umask"
      | "version"
      | "virtualenv"
      | "virtualenv_command"
      | "virtualenv_python";
    flag: "editable" | "virtualenv_site_packages";
    list: "name";
    choice: { state: "absent" | "forcereinstall" | "latest" | "present" };
  }>;
  readonly yarn: Arguments<{
    text: "executable" | "name" | "path" | "registry" | "version";
    flag: "global" | "ignore_scripts" | "production";
    choice: { state: "present" | "absent" | "latest" };
  }>;
}
