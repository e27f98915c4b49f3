import type { Arguments, FileArguments } from "./values.ts";

/** Modules of the systems' package managers, with the arguments that Ansible documents for them (ansible-core 2.14). */
export interface SystemPackageModules {
  readonly apk: Arguments<{
    text: "world";
    flag: "available" | "no_cache" | "update_cache" | "upgrade";
    list: "name" | "repository";
    choice: { state: "present" | "absent" | "latest" | "installed" | "removed" };
  }>;
  readonly apt: Arguments<{
    text: "deb" | "default_release" | "dpkg_options";
    flag:
      | "allow_change_held_packages"
      | "allow_downgrade"
      | "allow_downgrades"
      | "allow_unauthenticated"
      | "autoclean"
      | "autoremove"
      | "clean"
      | "fail_on_autoremove"
      | "force"
      | "force_apt_get"
      | "install_recommends"
      | "only_upgrade"
      | "purge"
      | "update_cache";
    number:
      | "cache_valid_time"
      | "lock_timeout"
      | "policy_rc_d"
      | "update_cache_retries"
      | "update_cache_retry_max_delay";
    list: "name" | "package" | "pkg";
    choice: {
      state: "absent" | "build-dep" | "latest" | "present" | "fixed";
      upgrade: "dist" | "full" | "no" | "safe" | "yes";
    };
  }>;
  readonly apt_key: Arguments<{
    text: "data" | "file" | "id" | "keyring" | "keyserver" | "url";
    flag: "validate_certs";
    choice: { state: "absent" | "present" };
  }>;
  readonly apt_repository: Arguments<{
    text: "codename" | "filename" | "repo";
    flag: "install_python_apt" | "update_cache" | "validate_certs";
    number: "update_cache_retries" | "update_cache_retry_max_delay";
    any: "mode";
    choice: { state: "absent" | "present" };
  }>;
  readonly apt_rpm: Arguments<{
    flag: "clean" | "dist_upgrade" | "update_cache" | "update_kernel";
    list: "package" | "name" | "pkg";
    choice: { state: "absent" | "present" | "installed" | "removed" };
  }>;
  readonly debconf: Arguments<{
    text: "name" | "pkg" | "question" | "selection" | "setting" | "value" | "answer";
    flag: "unseen";
    choice: {
      vtype:
        | "boolean"
        | "error"
        | "multiselect"
        | "note"
        | "password"
        | "seen"
        | "select"
        | "string"
        | "text"
        | "title";
    };
  }>;
  readonly dnf: Arguments<{
    text: "conf_file" | "disable_excludes" | "download_dir" | "installroot" | "list" | "releasever";
    flag:
      | "allow_downgrade"
      | "allowerasing"
      | "autoremove"
      | "bugfix"
      | "cacheonly"
      | "disable_gpg_check"
      | "download_only"
      | "install_repoquery"
      | "install_weak_deps"
      | "nobest"
      | "security"
      | "skip_broken"
      | "sslverify"
      | "update_cache"
      | "update_only"
      | "validate_certs";
    number: "lock_timeout";
    list: "disable_plugin" | "disablerepo" | "enable_plugin" | "enablerepo" | "exclude" | "name" | "pkg";
    choice: { state: "absent" | "present" | "installed" | "removed" | "latest" };
  }>;
  readonly dpkg_selections: Arguments<{
    text: "name";
    choice: { selection: "install" | "hold" | "deinstall" | "purge" };
  }>;
  readonly homebrew: Arguments<{
    text: "path";
    flag: "update_homebrew" | "upgrade_all" | "upgrade";
    list: "install_options" | "options" | "name" | "formula" | "package" | "pkg" | "upgrade_options";
    choice: {
      state:
        | "absent"
        | "head"
        | "installed"
        | "latest"
        | "linked"
        | "present"
        | "removed"
        | "uninstalled"
        | "unlinked"
        | "upgraded";
    };
  }>;
  readonly homebrew_cask: Arguments<{
    text: "path" | "sudo_password";
    flag: "accept_external_apps" | "greedy" | "update_homebrew" | "upgrade_all" | "upgrade";
    list: "install_options" | "options" | "name" | "cask" | "package" | "pkg";
    choice: { state: "absent" | "installed" | "latest" | "present" | "removed" | "uninstalled" | "upgraded" };
  }>;
  readonly homebrew_tap: Arguments<{
    text: "path" | "url";
    list: "name" | "tap";
    choice: { state: "present" | "absent" };
  }>;
  readonly layman: Arguments<{
    text: "list_url" | "url" | "name";
    flag: "validate_certs";
    choice: { state: "present" | "absent" | "updated" };
  }>;
  readonly macports: Arguments<{
    text: "variant" | "variants";
    flag: "selfupdate" | "update_cache" | "update_ports" | "upgrade";
    list: "name" | "port";
    choice: { state: "present" | "absent" | "active" | "inactive" | "installed" | "removed" };
  }>;
  readonly openbsd_pkg: Arguments<{
    text: "ports_dir";
    flag: "build" | "clean" | "quick" | "snapshot";
    list: "name";
    choice: { state: "absent" | "latest" | "present" | "installed" | "removed" };
  }>;
  readonly opkg: Arguments<{
    flag: "update_cache";
    list: "name" | "pkg";
    choice: {
      force:
        | ""
        | "depends"
        | "maintainer"
        | "reinstall"
        | "overwrite"
        | "downgrade"
        | "space"
        | "postinstall"
        | "remove"
        | "checksum"
        | "removal-of-dependent-packages";
      state: "present" | "absent" | "installed" | "removed";
    };
  }>;
  readonly package: Arguments<{ text: "name" | "state" | "use" }>;
  readonly pacman: Arguments<{
    text: "executable" | "extra_args" | "update_cache_extra_args" | "upgrade_extra_args";
    flag: "force" | "remove_nosave" | "update_cache" | "upgrade";
    list: "name" | "package" | "pkg";
    choice: {
      reason: "dependency" | "explicit";
      reason_for: "all" | "new";
      state: "absent" | "installed" | "latest" | "present" | "removed";
    };
  }>;
  readonly pkg5: Arguments<{
    text: "be_name";
    flag: "accept_licenses" | "accept" | "accept_licences" | "refresh";
    list: "name";
    choice: { state: "absent" | "latest" | "present" | "installed" | "removed" | "uninstalled" };
  }>;
  readonly pkg5_publisher: Arguments<{
    text: "name" | "publisher";
    flag: "enabled" | "sticky";
    list: "mirror" | "origin";
    choice: { state: "present" | "absent" };
  }>;
  readonly pkgin: Arguments<{
    flag: "clean" | "force" | "full_upgrade" | "update_cache" | "upgrade";
    list: "name" | "pkg";
    choice: { state: "present" | "absent" };
  }>;
  readonly pkgng: Arguments<{
    text: "chroot" | "jail" | "pkgsite" | "rootdir";
    flag: "autoremove" | "cached" | "ignore_osver";
    list: "annotation" | "name" | "pkg";
    choice: { state: "present" | "latest" | "absent" };
  }>;
  readonly pkgutil: Arguments<{
    text: "site";
    flag: "force" | "update_catalog";
    list: "name" | "pkg";
    choice: { state: "absent" | "installed" | "latest" | "present" | "removed" };
  }>;
  readonly portage: Arguments<{
    flag:
      | "changed_use"
      | "deep"
      | "depclean"
      | "getbinpkg"
      | "getbinpkgonly"
      | "keepgoing"
      | "newuse"
      | "nodeps"
      | "noreplace"
      | "oneshot"
      | "onlydeps"
      | "quiet"
      | "quietbuild"
      | "quietfail"
      | "update"
      | "usepkg"
      | "usepkgonly"
      | "verbose"
      | "withbdeps";
    number: "backtrack" | "jobs" | "loadavg";
    list: "package" | "name";
    choice: {
      state: "present" | "installed" | "emerged" | "absent" | "removed" | "unmerged" | "latest";
      sync: "web" | "yes" | "no";
    };
  }>;
  readonly portinstall: Arguments<{
    text: "name" | "pkg";
    flag: "use_packages";
    choice: { state: "present" | "absent" };
  }>;
  readonly pulp_repo: Arguments<{
    text:
      | "client_cert"
      | "client_key"
      | "feed"
      | "feed_ca_cert"
      | "importer_ssl_ca_cert"
      | "feed_client_cert"
      | "importer_ssl_client_cert"
      | "feed_client_key"
      | "importer_ssl_client_key"
      | "http_agent"
      | "name"
      | "repo"
      | "proxy_host"
      | "proxy_password"
      | "proxy_port"
      | "proxy_username"
      | "publish_distributor"
      | "pulp_host"
      | "relative_url"
      | "repo_type"
      | "url"
      | "url_password"
      | "url_username";
    flag:
      | "add_export_distributor"
      | "force"
      | "force_basic_auth"
      | "generate_sqlite"
      | "repoview"
      | "serve_http"
      | "serve_https"
      | "use_gssapi"
      | "use_proxy"
      | "validate_certs"
      | "wait_for_completion";
    choice: { state: "present" | "absent" | "sync" | "publish" };
  }>;
  readonly redhat_subscription: Arguments<{
    text:
      | "activationkey"
      | "consumer_id"
      | "consumer_name"
      | "consumer_type"
      | "environment"
      | "org_id"
      | "password"
      | "pool"
      | "release"
      | "rhsm_baseurl"
      | "rhsm_repo_ca_cert"
      | "server_hostname"
      | "server_insecure"
      | "server_port"
      | "server_prefix"
      | "server_proxy_hostname"
      | "server_proxy_password"
      | "server_proxy_port"
      | "server_proxy_scheme"
      | "server_proxy_user"
      | "token"
      | "username";
    flag: "auto_attach" | "autosubscribe" | "force_register";
    list: "pool_ids";
    dictionary: "syspurpose";
    choice: { state: "present" | "absent" };
  }>;
  readonly rhn_channel: Arguments<{
    text: "name" | "password" | "pwd" | "sysname" | "url" | "user";
    flag: "validate_certs";
    choice: { state: "present" | "absent" };
  }>;
  readonly rhn_register: Arguments<{
    text:
      | "activationkey"
      | "ca_cert"
      | "sslcacert"
      | "password"
      | "profilename"
      | "server_url"
      | "systemorgid"
      | "username";
    flag: "enable_eus" | "force" | "nopackages";
    list: "channels";
    choice: { state: "absent" | "present" };
  }>;
  readonly rpm_key: Arguments<{
    text: "fingerprint" | "key";
    flag: "validate_certs";
    choice: { state: "absent" | "present" };
  }>;
  readonly slackpkg: Arguments<{
    flag: "update_cache";
    list: "name" | "pkg";
    choice: { state: "present" | "absent" | "latest" | "installed" | "removed" };
  }>;
  readonly sorcery: Arguments<{
    text: "depends";
    flag: "update" | "update_cache" | "update_codex";
    number: "cache_valid_time";
    list: "name" | "spell";
    choice: { state: "present" | "latest" | "absent" | "cast" | "dispelled" | "rebuild" };
  }>;
  readonly svr4pkg: Arguments<{
    text: "name" | "proxy" | "response_file" | "src";
    flag: "category";
    choice: { state: "present" | "absent"; zone: "current" | "all" };
  }>;
  readonly swdepot: Arguments<{ text: "depot" | "name" | "pkg"; choice: { state: "present" | "latest" | "absent" } }>;
  readonly swupd: Arguments<{
    text: "contenturl" | "format" | "name" | "bundle" | "url" | "versionurl";
    flag: "update" | "verify";
    number: "manifest" | "release" | "version";
    choice: { state: "present" | "absent" };
  }>;
  readonly urpmi: Arguments<{
    text: "root" | "installroot";
    flag: "force" | "no_recommends" | "update_cache";
    list: "name" | "package" | "pkg";
    choice: { state: "absent" | "present" | "installed" | "removed" };
  }>;
  readonly xbps: Arguments<{
    flag: "recurse" | "update_cache" | "upgrade" | "upgrade_xbps";
    list: "name" | "pkg" | "package";
    choice: { state: "present" | "absent" | "latest" | "installed" | "removed" };
  }>;
  readonly yum: Arguments<{
    text: "conf_file" | "disable_excludes" | "download_dir" | "installroot" | "list" | "releasever";
    flag:
      | "allow_downgrade"
      | "autoremove"
      | "bugfix"
      | "cacheonly"
      | "disable_gpg_check"
      | "download_only"
      | "install_repoquery"
      | "install_weak_deps"
      | "security"
      | "skip_broken"
      | "sslverify"
      | "update_cache"
      | "update_only"
      | "validate_certs";
    number: "lock_timeout";
    list: "disable_plugin" | "disablerepo" | "enable_plugin" | "enablerepo" | "exclude" | "name" | "pkg";
    choice: {
      state: "absent" | "installed" | "latest" | "present" | "removed";
      use_backend: "auto" | "yum" | "yum4" | "dnf";
    };
  }>;
  readonly yum_repository: FileArguments<{
    text:
      | "bandwidth"
      | "cost"
      | "deltarpm_metadata_percentage"
      | "deltarpm_percentage"
      | "description"
      | "file"
      | "gpgcakey"
      | "include"
      | "metadata_expire"
      | "metalink"
      | "mirrorlist"
      | "mirrorlist_expire"
      | "name"
      | "password"
      | "priority"
      | "proxy"
      | "proxy_password"
      | "proxy_username"
      | "reposdir"
      | "retries"
      | "sslcacert"
      | "ca_cert"
      | "sslclientcert"
      | "client_cert"
      | "sslclientkey"
      | "client_key"
      | "throttle"
      | "timeout"
      | "ui_repoid_vars"
      | "username";
    flag:
      | "async"
      | "enabled"
      | "enablegroups"
      | "gpgcheck"
      | "keepalive"
      | "module_hotfixes"
      | "protect"
      | "repo_gpgcheck"
      | "s3_enabled"
      | "skip_if_unavailable"
      | "ssl_check_cert_permissions"
      | "sslverify"
      | "validate_certs";
    list: "baseurl" | "exclude" | "gpgkey" | "includepkgs";
    choice: {
      failovermethod: "roundrobin" | "priority";
      http_caching: "all" | "packages" | "none";
      ip_resolve: "4" | "6" | "IPv4" | "IPv6" | "whatever";
      keepcache: "0" | "1";
      metadata_expire_filter: "never" | "read-only:past" | "read-only:present" | "read-only:future";
      state: "absent" | "present";
    };
  }>;
  readonly zypper: Arguments<{
    text: "extra_args" | "extra_args_precommand";
    flag:
      | "allow_vendor_change"
      | "clean_deps"
      | "disable_gpg_check"
      | "disable_recommends"
      | "force"
      | "force_resolution"
      | "oldpackage"
      | "replacefiles"
      | "update_cache"
      | "refresh";
    list: "name" | "pkg";
    choice: {
      state: "present" | "latest" | "absent" | "dist-upgrade" | "installed" | "removed";
      type: "package" | "patch" | "pattern" | "product" | "srcpackage" | "application";
    };
  }>;
  readonly zypper_repository: Arguments<{
    text: "description" | "name" | "repo";
    flag:
      | "auto_import_keys"
      | "autorefresh"
      | "refresh"
      | "disable_gpg_check"
      | "enabled"
      | "overwrite_multiple"
      | "runrefresh";
    number: "priority";
    choice: { state: "absent" | "present" };
  }>;
}
