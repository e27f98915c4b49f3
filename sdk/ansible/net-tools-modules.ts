import type { Arguments, FileArguments } from "./values.ts";

/** Modules that fetch, with the arguments that Ansible documents for them (ansible-core 2.14). */
export interface NetToolModules {
  readonly get_url: FileArguments<{
    text:
      | "checksum"
      | "client_cert"
      | "client_key"
      | "dest"
      | "http_agent"
      | "tmp_dest"
      | "url"
      | "url_password"
      | "password"
      | "url_username"
      | "username";
    flag:
      | "backup"
      | "decompress"
      | "force"
      | "force_basic_auth"
      | "use_gssapi"
      | "use_netrc"
      | "use_proxy"
      | "validate_certs";
    number: "timeout";
    list: "ciphers" | "unredirected_headers";
    dictionary: "headers";
  }>;
  readonly slurp: Arguments<{ text: "src" | "path" }>;
  readonly uri: FileArguments<{
    text:
      | "ca_path"
      | "client_cert"
      | "client_key"
      | "creates"
      | "dest"
      | "http_agent"
      | "method"
      | "removes"
      | "src"
      | "unix_socket"
      | "url"
      | "url_password"
      | "password"
      | "url_username"
      | "user";
    flag:
      | "decompress"
      | "force"
      | "force_basic_auth"
      | "remote_src"
      | "return_content"
      | "use_gssapi"
      | "use_netrc"
      | "use_proxy"
      | "validate_certs";
    number: "timeout";
    list: "ciphers" | "status_code" | "unredirected_headers";
    dictionary: "headers";
    any: "body";
    choice: {
      body_format: "form-urlencoded" | "json" | "raw" | "form-multipart";
      follow_redirects: "all" | "no" | "none" | "safe" | "urllib2" | "yes";
    };
  }>;
}
