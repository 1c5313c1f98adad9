// A provider of OpenID Connect on this machine (npm `oidc-provider`), and a browser that goes there.
//
//     node provider.mjs REDIRECT ALGORITHM
//
// Prints the issuer. Then each line of the standard input is `WHO ADDRESS`: somebody is sent to that address of the
// provider, signs in there as WHO and agrees; printed is where they are sent back to. WHO `-` refuses to sign in.

import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { generateKeyPairSync } from "node:crypto";
import path from "node:path";
import { pathToFileURL } from "node:url";

// What it says of itself is not what is printed here.
console.info = console.warn = console.error;

const modules = process.env.MINHBACH_NODE_MODULES;
if (!modules) {
  console.error("MINHBACH_NODE_MODULES names no folder: ./test installs it");
  process.exit(2);
}
const { Provider } = await import(pathToFileURL(path.join(path.resolve(modules), "oidc-provider/lib/index.js")));
const [redirect, algorithm] = process.argv.slice(2);

const pair = algorithm === "ES256" ? generateKeyPairSync("ec", { namedCurve: "P-256" }) : generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = { ...pair.privateKey.export({ format: "jwk" }), use: "sig", alg: algorithm, kid: "first" };

const server = createServer();
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "minh-bach",
      client_secret: "a secret with blanks & signs",
      redirect_uris: [redirect],
      response_types: ["code"],
      grant_types: ["authorization_code"],
      id_token_signed_response_alg: algorithm,
    },
  ],
  jwks: { keys: [key] },
  cookies: { keys: ["of a test"] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
});

const answer = provider.callback();
server.on("request", async (request, response) => {
  if (!request.url.startsWith("/interaction/")) return answer(request, response);
  try {
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    const who = request.headers["x-who"];
    if (who === "-") {
      const refused = { error: "access_denied", error_description: "not today" };
      return await provider.interactionFinished(request, response, refused);
    }
    if (prompt.name === "login") {
      return await provider.interactionFinished(request, response, { login: { accountId: who } });
    }
    const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope("openid");
    await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
  } catch (error) {
    response.statusCode = 500;
    response.end(String(error));
  }
});

/** Goes where it is sent, with cookies, until that is back. */
async function walk(who, to) {
  const jar = new Map();
  let at = to;
  for (let step = 0; step < 12; step += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const found = await fetch(at, { redirect: "manual", headers: { cookie, "x-who": who } });
    for (const line of found.headers.getSetCookie()) {
      const [name, value] = line.split(";")[0].split(/=(.*)/s);
      jar.set(name, value);
    }
    const location = found.headers.get("location");
    if (!location) throw new Error(`${found.status} at ${at}: ${await found.text()}`);
    at = new URL(location, at).href;
    if (at.startsWith(redirect)) return at;
  }
  throw new Error("nobody comes back");
}

console.log(issuer);
for await (const line of createInterface({ input: process.stdin })) {
  const [who, to] = line.split(" ");
  console.log(await walk(who, to).catch((error) => `failed: ${error.message.replaceAll("\n", " ")}`));
}
server.close();
process.exit(0);
