import { GoFailure } from "../failure.ts";
import { ANY, type FunctionMap, type GoFunction, variadic } from "../function.ts";

const NAMES = [
  "bcrypt",
  "htpasswd",
  "genPrivateKey",
  "buildCustomCert",
  "genCA",
  "genCAWithKey",
  "genSelfSignedCert",
  "genSelfSignedCertWithKey",
  "genSignedCert",
  "genSignedCertWithKey",
];

/**
 * Functions of sprig that make a new key, certificate or salted hash each time: an image that had one in its
 * configuration would be built anew each time, so they exist to say so, and nothing else.
 */
export const UNSUPPORTED: FunctionMap = new Map<string, GoFunction>(
  NAMES.map((name) => [
    name,
    variadic(ANY, () => {
      throw new GoFailure(
        "keys, certificates and salted hashes are different each time; make them outside of the template",
      );
    }),
  ]),
);
