import type { CommandModules } from "./commands-modules.ts";
import type { CryptoModules } from "./crypto-modules.ts";
import type { FileModules } from "./files-modules.ts";
import type { LanguagePackageModules } from "./language-packages-modules.ts";
import type { NetToolModules } from "./net-tools-modules.ts";
import type { SystemModules } from "./system-modules.ts";
import type { SystemPackageModules } from "./system-packages-modules.ts";
import type { UtilityModules } from "./utilities-modules.ts";

/** The supported modules and their arguments. */
export type AnsibleModules = CommandModules &
  CryptoModules &
  FileModules &
  NetToolModules &
  LanguagePackageModules &
  SystemPackageModules &
  SystemModules &
  UtilityModules;
