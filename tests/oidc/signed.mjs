// Signs the first two parts of a token with a new key: `node signed.mjs RS256|ES256 HEAD.CLAIMS`. Prints the public key and the
// signature's bytes.

import { generateKeyPairSync, sign } from "node:crypto";

const [algorithm, begun] = process.argv.slice(2);
const { publicKey, privateKey } =
  algorithm === "ES256" ? generateKeyPairSync("ec", { namedCurve: "P-256" }) : generateKeyPairSync("rsa", { modulusLength: 2048 });
const signature = sign("sha256", Buffer.from(begun), { key: privateKey, dsaEncoding: "ieee-p1363" });
const key = { ...publicKey.export({ format: "jwk" }), kid: "key-0", use: "sig", alg: algorithm };
process.stdout.write(JSON.stringify({ key, signature: [...signature] }));
