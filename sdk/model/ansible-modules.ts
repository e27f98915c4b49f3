/**
 * The Ansible modules that tasks may use, by what they are for: the list of werf (spec §4). What a module outside it does
 * would not be known from the task alone.
 */
export const ansibleModuleGroups = {
  Commands: ["command", "shell", "raw", "script"],
  Crypto: ["openssl_certificate", "openssl_csr", "openssl_privatekey", "openssl_publickey"],
  Files: [
    ...["acl", "archive", "assemble", "blockinfile", "copy", "file", "find", "ini_file", "iso_extract"],
    ...["lineinfile", "replace", "stat", "tempfile", "unarchive", "xattr"],
  ],
  "Net tools": ["get_url", "slurp", "uri"],
  "Packages of languages": [
    ...["bower", "bundler", "composer", "cpanm", "easy_install", "gem", "maven_artifact", "npm", "pear", "pip"],
    ...["yarn"],
  ],
  "Packages of systems": [
    ...["apk", "apt", "apt_key", "apt_repository", "apt_rpm", "debconf", "dnf", "dpkg_selections", "homebrew"],
    ...["homebrew_cask", "homebrew_tap", "layman", "macports", "openbsd_pkg", "opkg", "package", "pacman", "pkg5"],
    ...["pkg5_publisher", "pkgin", "pkgng", "pkgutil", "portage", "portinstall", "pulp_repo"],
    ...["redhat_subscription", "rhn_channel", "rhn_register", "rpm_key", "slackpkg", "sorcery", "svr4pkg"],
    ...["swdepot", "swupd", "urpmi", "xbps", "yum", "yum_repository", "zypper", "zypper_repository"],
  ],
  System: ["cron", "getent", "group", "locale_gen", "timezone", "user"],
  Utilities: ["assert", "debug", "fail", "meta", "set_fact", "wait_for"],
} as const;

/** The name of a module that tasks may use. */
export type AnsibleModuleName = (typeof ansibleModuleGroups)[keyof typeof ansibleModuleGroups][number];

/** All of them. */
export const ansibleModuleNames: readonly AnsibleModuleName[] = Object.values(ansibleModuleGroups).flat();
