import type { FileArguments, OpenArguments } from "./values.ts";

/** Modules for keys and certificates, with the arguments that Ansible documents for them (ansible-core 2.14). */
export interface CryptoModules {
  readonly openssl_certificate: OpenArguments;
  readonly openssl_csr: FileArguments<{
    text:
      | "authority_key_identifier"
      | "common_name"
      | "CN"
      | "commonName"
      | "country_name"
      | "C"
      | "countryName"
      | "digest"
      | "email_address"
      | "E"
      | "emailAddress"
      | "locality_name"
      | "L"
      | "localityName"
      | "organization_name"
      | "O"
      | "organizationName"
      | "organizational_unit_name"
      | "OU"
      | "organizationalUnitName"
      | "path"
      | "privatekey_content"
      | "privatekey_passphrase"
      | "privatekey_path"
      | "state_or_province_name"
      | "ST"
      | "stateOrProvinceName"
      | "subject_key_identifier";
    flag:
      | "backup"
      | "basic_constraints_critical"
      | "basicConstraints_critical"
      | "create_subject_key_identifier"
      | "extended_key_usage_critical"
      | "extKeyUsage_critical"
      | "extendedKeyUsage_critical"
      | "force"
      | "key_usage_critical"
      | "keyUsage_critical"
      | "name_constraints_critical"
      | "ocsp_must_staple"
      | "ocspMustStaple"
      | "ocsp_must_staple_critical"
      | "ocspMustStaple_critical"
      | "return_content"
      | "subject_alt_name_critical"
      | "subjectAltName_critical"
      | "use_common_name_for_san"
      | "useCommonNameForSAN";
    number: "authority_cert_serial_number" | "version";
    list:
      | "authority_cert_issuer"
      | "basic_constraints"
      | "basicConstraints"
      | "crl_distribution_points"
      | "extended_key_usage"
      | "extKeyUsage"
      | "extendedKeyUsage"
      | "key_usage"
      | "keyUsage"
      | "name_constraints_excluded"
      | "name_constraints_permitted"
      | "subject_alt_name"
      | "subjectAltName"
      | "subject_ordered";
    dictionary: "subject";
    choice: { select_crypto_backend: "auto" | "cryptography"; state: "absent" | "present" };
  }>;
  readonly openssl_privatekey: FileArguments<{
    text: "cipher" | "passphrase" | "path";
    flag: "backup" | "force" | "return_content";
    number: "size";
    choice: {
      curve:
        | "secp224r1"
        | "secp256k1"
        | "secp256r1"
        | "secp384r1"
        | "secp521r1"
        | "secp192r1"
        | "brainpoolP256r1"
        | "brainpoolP384r1"
        | "brainpoolP512r1"
        | "sect163k1"
        | "sect163r2"
        | "sect233k1"
        | "sect233r1"
        | "sect283k1"
        | "sect283r1"
        | "sect409k1"
        | "sect409r1"
        | "sect571k1"
        | "sect571r1";
      format: "pkcs1" | "pkcs8" | "raw" | "auto" | "auto_ignore";
      format_mismatch: "regenerate" | "convert";
      regenerate: "never" | "fail" | "partial_idempotence" | "full_idempotence" | "always";
      select_crypto_backend: "auto" | "cryptography";
      state: "absent" | "present";
      type: "DSA" | "ECC" | "Ed25519" | "Ed448" | "RSA" | "X25519" | "X448";
    };
  }>;
  readonly openssl_publickey: FileArguments<{
    text: "path" | "privatekey_content" | "privatekey_passphrase" | "privatekey_path";
    flag: "backup" | "force" | "return_content";
    choice: { format: "OpenSSH" | "PEM"; select_crypto_backend: "auto" | "cryptography"; state: "absent" | "present" };
  }>;
}
