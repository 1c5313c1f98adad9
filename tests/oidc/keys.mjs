// Two pairs of RSA keys as PEM (PKCS #1), for tokens that a test makes itself: `node keys.mjs`.

import { generateKeyPairSync } from "node:crypto";

for (let number = 0; number < 2; number += 1) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  process.stdout.write(`${privateKey.export({ type: "pkcs1", format: "pem" })}\n`);
}
