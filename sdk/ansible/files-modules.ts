import type { Arguments, FileArguments } from "./values.ts";

/** Modules for files, with the arguments that Ansible documents for them (ansible-core 2.14). */
export interface FileModules {
  readonly acl: Arguments<{
    text: "entity" | "entry" | "path" | "name" | "permissions";
    flag: "default" | "follow" | "recursive" | "recurse" | "use_nfsv4_acls";
    choice: {
      etype: "group" | "mask" | "other" | "user";
      recalculate_mask: "default" | "mask" | "no_mask";
      state: "absent" | "present" | "query";
    };
  }>;
  readonly archive: FileArguments<{
    text: "dest";
    flag: "force_archive" | "remove";
    list: "exclude_path" | "exclusion_patterns" | "path";
    choice: { format: "bz2" | "gz" | "tar" | "xz" | "zip" };
  }>;
  readonly assemble: FileArguments<{
    text: "delimiter" | "dest" | "regexp" | "src" | "validate";
    flag: "backup" | "decrypt" | "ignore_hidden" | "remote_src";
  }>;
  readonly blockinfile: FileArguments<{
    text:
      | "block"
      | "content"
      | "marker"
      | "marker_begin"
      | "marker_end"
      | "path"
      | "dest"
      | "destfile"
      | "name"
      | "validate";
    flag: "backup" | "create";
    choice: { insertafter: "EOF" | "*regex*"; insertbefore: "BOF" | "*regex*"; state: "absent" | "present" };
  }>;
  readonly copy: FileArguments<{
    text: "checksum" | "content" | "dest" | "src" | "validate";
    flag: "backup" | "decrypt" | "follow" | "force" | "local_follow" | "remote_src";
    any: "directory_mode";
  }>;
  readonly file: FileArguments<{
    text:
      | "access_time"
      | "access_time_format"
      | "modification_time"
      | "modification_time_format"
      | "path"
      | "dest"
      | "name"
      | "src";
    flag: "follow" | "force" | "recurse";
    choice: { state: "absent" | "directory" | "file" | "hard" | "link" | "touch" };
  }>;
  readonly find: Arguments<{
    text: "age" | "contains" | "size";
    flag: "follow" | "get_checksum" | "hidden" | "read_whole_file" | "recurse" | "use_regex";
    number: "depth";
    list: "excludes" | "exclude" | "paths" | "name" | "path" | "patterns" | "pattern";
    choice: { age_stamp: "atime" | "ctime" | "mtime"; file_type: "any" | "directory" | "file" | "link" };
  }>;
  readonly ini_file: FileArguments<{
    text: "option" | "path" | "dest" | "section" | "value";
    flag: "allow_no_value" | "backup" | "create" | "exclusive" | "no_extra_spaces";
    list: "values";
    choice: { state: "absent" | "present" };
  }>;
  readonly iso_extract: Arguments<{
    text: "dest" | "executable" | "image" | "path" | "src";
    flag: "force";
    list: "files";
  }>;
  readonly lineinfile: FileArguments<{
    text:
      | "line"
      | "value"
      | "others"
      | "path"
      | "dest"
      | "destfile"
      | "name"
      | "regexp"
      | "regex"
      | "search_string"
      | "validate";
    flag: "backrefs" | "backup" | "create" | "firstmatch";
    choice: { insertafter: "EOF" | "*regex*"; insertbefore: "BOF" | "*regex*"; state: "absent" | "present" };
  }>;
  readonly replace: FileArguments<{
    text:
      | "after"
      | "before"
      | "encoding"
      | "others"
      | "path"
      | "dest"
      | "destfile"
      | "name"
      | "regexp"
      | "replace"
      | "validate";
    flag: "backup";
  }>;
  readonly stat: Arguments<{
    text: "path" | "dest" | "name";
    flag: "follow" | "get_attributes" | "attr" | "attributes" | "get_checksum" | "get_mime" | "mime" | "mime_type";
    choice: {
      checksum_algorithm: "md5" | "sha1" | "sha224" | "sha256" | "sha384" | "sha512";
      checksum: "md5" | "sha1" | "sha224" | "sha256" | "sha384" | "sha512";
      checksum_algo: "md5" | "sha1" | "sha224" | "sha256" | "sha384" | "sha512";
    };
  }>;
  readonly tempfile: Arguments<{ text: "path" | "prefix" | "suffix"; choice: { state: "directory" | "file" } }>;
  readonly unarchive: FileArguments<{
    text: "creates" | "dest" | "src";
    flag: "copy" | "decrypt" | "keep_newer" | "list_files" | "remote_src" | "validate_certs";
    number: "io_buffer_size";
    list: "exclude" | "extra_opts" | "include";
  }>;
  readonly xattr: Arguments<{
    text: "key" | "namespace" | "path" | "name" | "value";
    flag: "follow";
    choice: { state: "absent" | "all" | "keys" | "present" | "read" };
  }>;
}
