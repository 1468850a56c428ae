// Checks Farthing's bills with nothing of Farthing: node verify.mjs --help
// Made of verify/src by "npm run verify:build", in which it can be read part by part. Apache-2.0.


// src/main.ts
import { readdirSync, readFileSync, statSync } from "node:fs";
import { parseArgs } from "node:util";

// src/bytes.ts
var { subtle } = globalThis.crypto;
var utf8 = (text) => new TextEncoder().encode(text);
function textFrom(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return void 0;
  }
}
function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
var areSame = (a, b) => a.length === b.length && a.every((byte, index) => byte === b[index]);
var BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
function bytesFromBase64(text) {
  if (!BASE64.test(text)) return void 0;
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at += 1) bytes[at] = raw.charCodeAt(at);
  const groups = Math.max(0, Math.ceil(bytes.length / 3) - 1);
  return base64(bytes.subarray(3 * groups)) === text.slice(-4) ? bytes : void 0;
}
var CHUNK = 32768;
function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}
var hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
var sha256 = async (bytes) => new Uint8Array(await subtle.digest("SHA-256", bytes));
async function isSignedBy(publicKey, message, signature) {
  try {
    const key = await subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
    return await subtle.verify("Ed25519", key, signature, message);
  } catch {
    return false;
  }
}

// src/json.ts
var isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
var BadJson = class extends Error {
};
var DEPTH_MAX = 64;
var TOKEN = /[ \t\n\r]*(?:(?<string>"(?:[^"\\]|\\.)*")|(?<plain>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|(?<mark>[{}[\],:]))/y;
function jsonFrom(text) {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}
var Reader = class {
  #text;
  #at = 0;
  constructor(text) {
    this.#text = text;
  }
  value(depth) {
    if (depth > DEPTH_MAX) throw new BadJson(`it is nested deeper than ${DEPTH_MAX}`);
    const { string, plain: plain2, mark } = this.#next();
    if (string !== void 0) return textOf(string);
    if (plain2 !== void 0) return plainOf(plain2);
    if (mark === "[") return this.#list(depth);
    if (mark === "{") return this.#object(depth);
    throw new BadJson(`a value is missing at character ${this.#at}`);
  }
  end() {
    if (this.#text.slice(this.#at).trim() !== "")
      throw new BadJson(`something follows at character ${this.#at}`);
  }
  #list(depth) {
    const items = [];
    if (this.#isNext("]")) return items;
    for (; ; ) {
      items.push(this.value(depth + 1));
      if (this.#mark(",", "]") === "]") return items;
    }
  }
  #object(depth) {
    const members = {};
    if (this.#isNext("}")) return members;
    for (; ; ) {
      const { string } = this.#next();
      if (string === void 0) throw new BadJson(`a name is missing at character ${this.#at}`);
      const name = textOf(string);
      if (name === "__proto__" || Object.hasOwn(members, name))
        throw new BadJson(`the member ${JSON.stringify(name)} is there twice, or forbidden`);
      this.#mark(":");
      members[name] = this.value(depth + 1);
      if (this.#mark(",", "}") === "}") return members;
    }
  }
  #isNext(wanted) {
    const before = this.#at;
    if (this.#next().mark === wanted) return true;
    this.#at = before;
    return false;
  }
  #mark(...wanted) {
    const { mark } = this.#next();
    if (mark !== void 0 && wanted.includes(mark)) return mark;
    throw new BadJson(`${wanted.join(" or ")} is missing at character ${this.#at}`);
  }
  #next() {
    TOKEN.lastIndex = this.#at;
    const found2 = TOKEN.exec(this.#text);
    if (found2 === null) throw new BadJson(`it is no JSON at character ${this.#at}`);
    this.#at = TOKEN.lastIndex;
    return found2.groups ?? {};
  }
};
function textOf(quoted) {
  const text = parsed(quoted);
  if (text.isWellFormed()) return text;
  throw new BadJson("half of a surrogate pair stands alone");
}
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadJson(`it is no JSON: ${text.slice(0, 40)}`);
  }
}
function plainOf(text) {
  const value = parsed(text);
  if (typeof value !== "number" || Number.isSafeInteger(value) && String(value) === text)
    return value;
  throw new BadJson(`money and quantities are texts, got the number ${text}`);
}
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`);
  return `{${members.join(",")}}`;
}

// src/entry.ts
var BadEntry = class extends Error {
};
var SALT_BYTES = 32;
async function entryFrom(extra) {
  const opening = canonicalObject(textFrom(extra) ?? "");
  const { salt: encoded, text, prices = [], ...more } = opening;
  const salt = typeof encoded === "string" ? bytesFromBase64(encoded) : void 0;
  if (salt?.length !== SALT_BYTES || typeof text !== "string" || !Array.isArray(prices))
    throw new BadEntry("it has a salt of 32 bytes, a text, and a list of prices or none");
  if (Object.keys(more).length > 0) throw new BadEntry("it has members that nobody knows");
  const { seq, index, document } = canonicalObject(text);
  if (typeof seq !== "number" || typeof index !== "number" || !isObject(document))
    throw new BadEntry("its text says no document of the books");
  const commitment = await sha256(joined(salt, utf8(text)));
  return { seq, index, document, prices, commitment };
}
function canonicalObject(text) {
  try {
    const value = jsonFrom(text);
    if (isObject(value) && canonical(value) === text) return value;
  } catch (error) {
    if (!(error instanceof BadJson)) throw error;
    throw new BadEntry(error.message);
  }
  throw new BadEntry("it is an object in canonical JSON");
}
function textIn(from, name) {
  const value = from[name];
  if (typeof value === "string") return value;
  throw new BadEntry(`${name} is a text, got ${JSON.stringify(value)}`);
}
function integerIn(from, name) {
  const value = from[name];
  if (typeof value === "number") return value;
  throw new BadEntry(`${name} is a whole number, got ${JSON.stringify(value)}`);
}
var WHOLE = /^(?:0|-?[1-9]\d{0,60})$/;
function unitsIn(from, name) {
  const value = from[name];
  if (typeof value === "string" && WHOLE.test(value)) return BigInt(value);
  throw new BadEntry(`${name} is whole units as a text, got ${JSON.stringify(value)}`);
}
function objectIn(from, name) {
  const value = from[name];
  if (isObject(value)) return value;
  throw new BadEntry(`${name} is an object, got ${JSON.stringify(value)}`);
}
function listIn(from, name) {
  const value = from[name] ?? [];
  if (Array.isArray(value)) return value;
  throw new BadEntry(`${name} is a list, got ${JSON.stringify(value)}`);
}
var objectsIn = (from, name) => listIn(from, name).map((value) => objectIn({ [name]: value }, name));
var rowsIn = (from, name, members) => listIn(from, name).map((value) => rowOf(value, name, members));
function rowOf(value, name, members) {
  if (!Array.isArray(value) || value.length > members.length)
    throw new BadEntry(`${name} is a list of ${members.join(", ")}, got ${JSON.stringify(value)}`);
  const cells = value.map((cell, at) => [members[at] ?? "", cell]);
  return Object.fromEntries(cells.filter(([, cell]) => cell !== null));
}

// src/open-timestamps.ts
var BadTimestamps = class extends Error {
};
var MAGIC = joined(
  ...[
    Uint8Array.of(0),
    utf8("OpenTimestamps"),
    Uint8Array.of(0, 0),
    utf8("Proof"),
    Uint8Array.of(0)
  ],
  Uint8Array.of(191, 137, 226, 232, 132, 232, 146, 148)
);
var VERSION = 1;
var DIGEST_BYTES = 32;
var MESSAGE_MAX = 4096;
var PAYLOAD_MAX = 8192;
var DEPTH_MAX2 = 256;
var codes = { sha256: 8, append: 240, prepend: 241, attestation: 0, fork: 255 };
var others = /* @__PURE__ */ new Set([2, 3, 103, 242, 243]);
var BITCOIN = Uint8Array.of(5, 136, 150, 13, 115, 215, 25, 1);
var PENDING = Uint8Array.of(131, 223, 227, 13, 46, 249, 12, 142);
var isOpenTimestamps = (bytes) => areSame(bytes.slice(0, MAGIC.length), MAGIC);
async function openTimestampsFrom(bytes) {
  if (!isOpenTimestamps(bytes)) throw new BadTimestamps("it is no file of OpenTimestamps");
  const reader = new Reader2(bytes.slice(MAGIC.length));
  if (reader.number() !== VERSION) throw new BadTimestamps("it is of another version than 1");
  if (reader.byte() !== codes.sha256) throw new BadTimestamps("its digest is no SHA-256");
  const digest = reader.bytes(DIGEST_BYTES);
  const attestations = [];
  await readBranches(reader, { message: digest, depth: 0, attestations });
  if (!reader.isAtEnd()) throw new BadTimestamps("it goes on after its end");
  return { digest, attestations };
}
async function readBranches(reader, place) {
  if (place.depth > DEPTH_MAX2) throw new BadTimestamps("it has too many operations in a row");
  let code = reader.byte();
  for (; code === codes.fork; code = reader.byte()) await readBranch(reader, place, reader.byte());
  await readBranch(reader, place, code);
}
async function readBranch(reader, place, code) {
  if (code === codes.attestation) {
    place.attestations.push(attestationIn(reader, place.message));
    return;
  }
  const message = await made(reader, code, place.message);
  if ((message?.length ?? 0) > MESSAGE_MAX) throw new BadTimestamps("it makes too long a message");
  await readBranches(reader, { ...place, message, depth: place.depth + 1 });
}
async function made(reader, code, message) {
  if (code === codes.sha256) return message === void 0 ? void 0 : sha256(message);
  if (code === codes.append || code === codes.prepend) {
    const piece = reader.bytes(reader.length(MESSAGE_MAX));
    if (message === void 0) return void 0;
    return code === codes.append ? joined(message, piece) : joined(piece, message);
  }
  if (others.has(code)) return void 0;
  throw new BadTimestamps(`it has an operation that nobody knows: ${code}`);
}
function attestationIn(reader, message) {
  const tag = reader.bytes(BITCOIN.length);
  const payload = new Reader2(reader.bytes(reader.length(PAYLOAD_MAX)));
  if (areSame(tag, BITCOIN) && message?.length === DIGEST_BYTES)
    return { kind: "bitcoin", height: payload.number(), root: message };
  if (!areSame(tag, PENDING)) return { kind: "other" };
  const calendar = textFrom(payload.bytes(payload.length(PAYLOAD_MAX))) ?? "";
  return { kind: "pending", calendar: calendar.replace(/[^\x21-\x7e]/g, "?") };
}
var Reader2 = class {
  #all;
  #at = 0;
  constructor(all) {
    this.#all = all;
  }
  isAtEnd() {
    return this.#at === this.#all.length;
  }
  bytes(length) {
    if (this.#at + length > this.#all.length) throw new BadTimestamps("it is cut off");
    this.#at += length;
    return new Uint8Array(this.#all.slice(this.#at - length, this.#at));
  }
  byte() {
    return this.bytes(1)[0] ?? 0;
  }
  /** Seven bits a byte, the lowest first. */
  number() {
    let [value, scale] = [0, 1];
    for (; ; ) {
      const byte = this.byte();
      value += byte % 128 * scale;
      scale *= 128;
      if (value > Number.MAX_SAFE_INTEGER || scale > 2 ** 56)
        throw new BadTimestamps("it has a number that is too large");
      if (byte < 128) return value;
    }
  }
  length(most) {
    const length = this.number();
    if (length > most) throw new BadTimestamps("it has a piece that is too long");
    return length;
  }
};

// src/proof.ts
var HEAD = "c2sp.org/tlog-proof@v1";
var EXTRA = "extra ";
var HASH_BYTES = 32;
var HASHES_MAX = 63;
var INDEX = /^index (?<index>0|[1-9]\d{0,15})$/;
function proofFrom(given) {
  const text = given.trimStart().startsWith("{") ? statementProofIn(given) : given;
  const at = text.indexOf("\n\n");
  const [head, extra = "", index = "", ...lines] = text.slice(0, Math.max(0, at)).split("\n");
  const opening = extra.startsWith(EXTRA) ? bytesFromBase64(extra.slice(EXTRA.length)) : void 0;
  const place = INDEX.exec(index)?.groups?.["index"];
  const hashes = lines.map(hashFrom);
  if (head !== HEAD || opening === void 0 || place === void 0) return void 0;
  if (lines.length > HASHES_MAX || hashes.includes(void 0)) return void 0;
  return {
    ...{ extra: opening, index: Number(place), checkpoint: text.slice(at + 2) },
    hashes: hashes.filter((hash) => hash !== void 0)
  };
}
function statementProofIn(answer) {
  const statement = answerIn(answer)?.["statement"];
  return typeof statement === "string" ? statement : "";
}
function answerIn(answer) {
  try {
    const json = jsonFrom(answer);
    return isObject(json) ? json : void 0;
  } catch (error) {
    if (!(error instanceof BadJson)) throw error;
    return void 0;
  }
}
function behindIn(answer) {
  const json = answer.trimStart().startsWith("{") ? answerIn(answer) : void 0;
  const documents = json?.["documents"];
  if (json === void 0 || !Array.isArray(documents)) return void 0;
  const proofs = documents.map((one2) => {
    const { id, kind, proof } = isObject(one2) ? one2 : {};
    return { id, kind, proof: typeof proof === "string" ? proof : "" };
  });
  return { proofs, isWhole: !("nextCursor" in json) };
}
function hashFrom(line) {
  const bytes = bytesFromBase64(line);
  return bytes?.length === HASH_BYTES ? bytes : void 0;
}
var checkpointTexts = ({
  pairs,
  events,
  checkpoints = []
}) => {
  const proofs = [
    ...pairs.flatMap(({ proof }) => [
      proof,
      ...(behindIn(proof)?.proofs ?? []).map((one2) => one2.proof)
    ]),
    ...events
  ];
  return [
    .../* @__PURE__ */ new Set([...proofs.flatMap((one2) => proofFrom(one2)?.checkpoint ?? []), ...checkpoints])
  ];
};

// src/sorted-files.ts
async function sortedFiles(files) {
  const read2 = files.map(readFile);
  const of = (kind) => read2.filter((file) => file.kind === kind);
  const texts = (kind) => of(kind).map(({ text }) => text);
  const proofs = await Promise.all(
    of("proof").map(async (file) => ({ ...file, ids: await provenIds(file.text) }))
  );
  const pairs = of("document").flatMap(
    ({ name, text, json }) => proofs.filter(({ ids }) => ids.some((id) => id !== void 0 && id === json?.["id"])).map((proof) => ({ name, document: text, proof: proof.text, with: proof.name }))
  );
  const used = new Set(pairs.flatMap((pair) => [pair.name, pair.with]));
  const lonely = [...of("document"), ...of("proof")].filter(({ name }) => !used.has(name));
  return {
    asked: {
      pairs: pairs.map(({ name, document, proof }) => ({ name, document, proof })),
      keys: texts("keys").flatMap((text) => text.trim().split(/\s*\n\s*/)),
      ...{ plans: texts("plan"), lines: texts("line") },
      ...{ checkpoints: texts("checkpoint"), consistency: texts("consistency") },
      ...{ events: texts("events"), directories: texts("directory") },
      ...besides(of("anchor"), texts("block"), texts("policy"))
    },
    isLacking: lonely.length > 0,
    left: [
      ...read2.filter(({ kind }) => kind === void 0).map(({ name }) => `${name} is nothing that is known here.`),
      ...of("policy").slice(1).map(({ name }) => `${name} is one policy more: one is taken.`),
      ...lonely.map(
        ({ name, kind }) => `${name} is a ${kind} without its ${kind === "proof" ? "document" : "proof"}.`
      )
    ]
  };
}
var besides = (anchors, blocks, [policy]) => ({
  ...anchors.length > 0 && { anchors: anchors.map(({ name, bytes }) => ({ name, bytes })) },
  ...blocks.length > 0 && { blocks },
  ...policy !== void 0 && { policy }
});
function readFile(file) {
  const text = textFrom(file.bytes) ?? "";
  const json = objectFrom(text);
  if (isOpenTimestamps(file.bytes)) return { ...file, text, json, kind: "anchor" };
  return { ...file, text, json, kind: json === void 0 ? kindOfText(text) : kindOfJson(json) };
}
function objectFrom(text) {
  try {
    const value = jsonFrom(text);
    return isObject(value) ? value : void 0;
  } catch (error) {
    if (!(error instanceof BadJson)) throw error;
    return void 0;
  }
}
function kindOfText(text) {
  if (text.startsWith("c2sp.org/tlog-proof@")) return isOfLeaf(text) ? "events" : "proof";
  if (/^[ \t]*quorum[ \t]/m.test(text)) return "policy";
  if (/^[^+\s]+\+[0-9a-f]{8}\+\S+\s*$/m.test(text) && !text.includes("\n\n")) return "keys";
  if (/^[0-9a-f]{160}\s*$/i.test(text)) return "block";
  return text.includes("\n\n— ") ? "checkpoint" : void 0;
}
var isOfLeaf = (text) => (textFrom(proofFrom(text)?.extra ?? new Uint8Array()) ?? "").startsWith('{"entry":');
function kindOfJson(json) {
  const has = (...names) => names.every((name) => name in json);
  if (has("type", "lines", "total")) return "document";
  if (has("statement", "documents")) return "proof";
  if (has("key", "versions")) return "plan";
  if (has("invoice", "line", "steps")) return "line";
  if (has("proofs")) return "events";
  if (has("token-keys")) return "directory";
  if (has("hash", "input")) return "anchor";
  if (has("hash", "timestamp", "transactions")) return "block";
  return has("from", "to", "hashes") ? "consistency" : void 0;
}
async function provenIds(text) {
  const proof = proofFrom(text);
  if (proof === void 0) return [];
  try {
    const { document } = await entryFrom(proof.extra);
    return document["kind"] === "void" ? [document["id"], document["invoice"]] : [document["id"]];
  } catch (error) {
    if (!(error instanceof BadEntry)) throw error;
    return [];
  }
}

// src/findings.ts
var holds = (check2, says) => ({ state: "holds", check: check2, says });
var fails = (check2, says) => ({ state: "fails", check: check2, says });
var unknown = (check2, says) => ({
  ...{ state: "unknown", check: check2, says }
});
var note = (check2, says) => ({ state: "note", check: check2, says });
var found = (check2, isSo, says) => isSo ? holds(check2, says.so) : fails(check2, says.not);

// src/grouped.ts
function grouped(items, keyOf2) {
  const groups = /* @__PURE__ */ new Map();
  for (const item of items) {
    const key = keyOf2(item);
    const group = groups.get(key);
    if (group === void 0) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

// src/note.ts
var ED25519 = 1;
var COSIGNATURE = 4;
var KEY_BYTES = 32;
var ID_BYTES = 4;
var NOTE_MAX = 1e6;
var SIGNATURES_MAX = 100;
async function keyFrom(text, algorithm = ED25519) {
  const [name = "", id = "", ...rest] = text.trim().split("+");
  const bytes = bytesFromBase64(rest.join("+"));
  if (!/^[^\s+]+$/u.test(name) || bytes?.length !== KEY_BYTES + 1 || bytes[0] !== algorithm)
    return void 0;
  const own = (await sha256(joined(utf8(`${name}
`), bytes))).slice(0, ID_BYTES);
  return hex(own) === id ? { name, publicKey: bytes.slice(1), id: own } : void 0;
}
var LINE = /^— (?<name>[^\s+]+) (?<encoded>\S+)$/u;
var CONTROLS = /[\p{Cc}\ufffd]/u;
function noteFrom(note2) {
  const at = note2.lastIndexOf("\n\n");
  if (at < 0 || note2.length > NOTE_MAX || !note2.endsWith("\n")) return void 0;
  if (CONTROLS.test(note2.replaceAll("\n", ""))) return void 0;
  const lines = note2.slice(at + 2, -1).split("\n");
  if (lines.length > SIGNATURES_MAX) return void 0;
  const signatures = lines.map(signatureFrom);
  if (signatures.includes(void 0)) return void 0;
  return { text: note2.slice(0, at + 1), signatures: signatures.filter((one2) => one2 !== void 0) };
}
function signatureFrom(line) {
  const { name, encoded = "" } = LINE.exec(line)?.groups ?? {};
  const bytes = bytesFromBase64(encoded);
  if (name === void 0 || bytes === void 0 || bytes.length <= ID_BYTES) return void 0;
  return { name, id: bytes.slice(0, ID_BYTES), signature: bytes.slice(ID_BYTES) };
}
async function isSigned({ text, signatures }, key) {
  const own = signatures.filter(({ name, id }) => name === key.name && areSame(id, key.id));
  const [only2] = own;
  return only2 !== void 0 && own.length === 1 && await isSignedBy(key.publicKey, utf8(text), only2.signature);
}
var TIME_BYTES = 8;
async function cosignedAt({ text, signatures }, key) {
  for (const { name, id, signature } of signatures) {
    if (name !== key.name || !areSame(id, key.id) || signature.length <= TIME_BYTES) continue;
    const seconds = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
    const message = utf8(`cosignature/v1
time ${seconds}
${text}`);
    if (await isSignedBy(key.publicKey, message, signature.slice(TIME_BYTES))) return seconds;
  }
  return void 0;
}
var SIZE = /^(?:0|[1-9]\d{0,15})$/;
function checkpointFrom(text) {
  const [origin = "", size = "", encoded = "", ...rest] = text.split("\n");
  const root = bytesFromBase64(encoded);
  if (origin === "" || rest.at(-1) !== "" || rest.slice(0, -1).includes("")) return void 0;
  if (!SIZE.test(size) || !Number.isSafeInteger(Number(size)) || root?.length !== KEY_BYTES)
    return void 0;
  return { origin, size: Number(size), root };
}

// src/tree.ts
var LEAF = Uint8Array.of(0);
var NODE = Uint8Array.of(1);
var HASH_BYTES2 = 32;
var leafHash = (entry) => sha256(joined(LEAF, entry));
var nodeHash = (left, right) => sha256(joined(NODE, left, right));
var isSize = (size) => Number.isSafeInteger(size) && size >= 0;
var half = (value) => Math.floor(value / 2);
var isPowerOfTwo = (size) => (BigInt(size) & BigInt(size) - 1n) === 0n;
function climbed(at, last) {
  let [a, b] = [at, last];
  while (a % 2 === 0 && a !== 0) [a, b] = [half(a), half(b)];
  return [half(a), half(b)];
}
async function isIncluded(leaf, index, { size, root }, proof) {
  const own = await pathRoot(leaf, index, size, proof);
  return own !== void 0 && areSame(own, root);
}
async function pathRoot(leaf, index, size, proof) {
  if (!isSize(index) || !isSize(size) || index >= size) return void 0;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0 || sibling.length !== HASH_BYTES2) return void 0;
    if (at % 2 === 1 || at === last) {
      hash = await nodeHash(sibling, hash);
      [at, last] = climbed(at, last);
    } else {
      hash = await nodeHash(hash, sibling);
      [at, last] = [half(at), half(last)];
    }
  }
  return last === 0 && hash.length === HASH_BYTES2 ? hash : void 0;
}
async function isGrown(older, newer, proof) {
  if (!isSize(older.size) || !isSize(newer.size) || older.size === 0) return false;
  if (older.size > newer.size || proof.some(({ length }) => length !== HASH_BYTES2)) return false;
  if (older.size === newer.size) return proof.length === 0 && areSame(older.root, newer.root);
  const [first, ...rest] = isPowerOfTwo(older.size) ? [older.root, ...proof] : proof;
  if (first === void 0) return false;
  const roots = await rootsOf(first, rest, [older.size - 1, newer.size - 1]);
  return roots !== void 0 && areSame(roots.before, older.root) && areSame(roots.now, newer.root);
}
async function rootsOf(first, proof, [older, newer]) {
  let [at, last] = [older, newer];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let [before, now] = [first, first];
  for (const sibling of proof) {
    if (last === 0) return void 0;
    if (at % 2 === 1 || at === last) {
      before = await nodeHash(sibling, before);
      now = await nodeHash(sibling, now);
      [at, last] = climbed(at, last);
    } else {
      now = await nodeHash(now, sibling);
      [at, last] = [half(at), half(last)];
    }
  }
  return last === 0 ? { before, now } : void 0;
}

// src/checkpoints.ts
async function signedCheckpoint(text, keys) {
  const check2 = "signed";
  const read2 = noteFrom(text);
  const checkpoint = read2 === void 0 ? void 0 : checkpointFrom(read2.text);
  if (read2 === void 0 || checkpoint === void 0)
    return { finding: fails(check2, "What should be a signed checkpoint is none.") };
  const key = keys.find(({ name }) => name === checkpoint.origin);
  if (key === void 0)
    return {
      finding: fails(
        check2,
        `No key was given of the log ${checkpoint.origin}: those given are of ${keys.map(({ name }) => name).join(", ")}.`
      )
    };
  if (!await isSigned(read2, key))
    return { finding: fails(check2, `The log ${checkpoint.origin} did not sign this checkpoint.`) };
  return {
    checkpoint,
    finding: holds(
      check2,
      `The log ${checkpoint.origin} signed a checkpoint of ${checkpoint.size} entries.`
    )
  };
}
function growthFrom(text) {
  const body = jsonFrom(text);
  if (!isObject(body)) throw new BadEntry("a proof of consistency is an object");
  const hashes = listIn(body, "hashes").map(
    (hash) => typeof hash === "string" ? hashFrom(hash) : void 0
  );
  if (hashes.includes(void 0)) throw new BadEntry("a hash has 32 bytes in base64");
  return {
    ...{ from: integerIn(body, "from"), to: integerIn(body, "to") },
    hashes: hashes.filter((hash) => hash !== void 0)
  };
}
async function growthFindings(checkpoints, growths) {
  const byOrigin = grouped(checkpoints, ({ origin }) => origin);
  const findings = await Promise.all(
    [...byOrigin.values()].map(async (own) => {
      const all = own.toSorted((a, b) => a.size - b.size);
      const steps = all.slice(1).map((now, index) => [all[index] ?? now, now]);
      return Promise.all(steps.map((step) => stepFindings(step, growths)));
    })
  );
  return findings.flat(2);
}
async function stepFindings([before, now], growths) {
  const check2 = "grown";
  if (before.size === now.size)
    return areSame(before.root, now.root) ? [] : [
      fails(
        check2,
        `The log ${now.origin} has signed two trees of ${now.size} entries: it tells different things to different people.`
      )
    ];
  const growth = growths.find(({ from, to }) => from === before.size && to === now.size);
  const sizes = `${before.size} to ${now.size} entries`;
  if (growth === void 0)
    return [
      unknown(
        check2,
        `Whether the log ${now.origin} only grew from ${sizes} was not proven: give the proof of consistency.`
      )
    ];
  return [
    found(check2, await isGrown(before, now, growth.hashes), {
      so: `The log ${now.origin} only grew from ${sizes}: nothing was removed or changed.`,
      not: `The log ${now.origin} did not grow from ${sizes} as it is said: something was removed or changed.`
    })
  ];
}

// src/numbers.ts
var PLACES = 12;
var EXACT_PLACES = 24;
var NANO_PLACES = 9;
var ONE = 10n ** 12n;
var EXACT_PER_NANO = 10n ** 15n;
var DECIMAL = /^(?<sign>-?)(?<whole>\d{1,40})(?:\.(?<part>\d+))?$/;
function unitsOf(text, places) {
  if (typeof text !== "string") return void 0;
  const { sign, whole, part = "" } = DECIMAL.exec(text)?.groups ?? {};
  if (whole === void 0 || part.length > places) return void 0;
  const units = BigInt(whole + part.padEnd(places, "0"));
  return sign === "-" ? -units : units;
}
function textOf2(units, places, least = 0) {
  const digits = magnitude(units).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const part = digits.slice(digits.length - places).replace(/0+$/, "");
  const shown = part.padEnd(least, "0");
  return `${units < 0n ? "-" : ""}${whole}${shown === "" ? "" : `.${shown}`}`;
}
var magnitude = (value) => value < 0n ? -value : value;
var sumOf = (values) => values.reduce((a, b) => a + b, 0n);
function floorOf(value, unit) {
  const quotient = value / unit;
  return value % unit < 0n ? quotient - 1n : quotient;
}
var nearest = (value, unit) => {
  const rounded2 = (2n * magnitude(value) + unit) / (2n * unit);
  return value < 0n ? -rounded2 : rounded2;
};
var isWhole = ({ from, to, of }) => from === 0 && to === of;
var isShare = ({ from, to, of }) => [from, to, of].every((one2) => Number.isSafeInteger(one2)) && 0 <= from && from <= to && of > 0;
var shareOf = (value, { from, to, of }) => {
  const until = (day) => nearest(value * BigInt(day), BigInt(of));
  return until(to) - until(from);
};
function apportioned(values, unit, total) {
  if (total < 0n)
    return apportioned(
      values.map((value) => -value),
      unit,
      -total
    )?.map((share) => -share);
  const shares = values.map((value) => floorOf(value, unit));
  const left = total - sumOf(shares);
  if (left < 0n || left > BigInt(values.length)) return void 0;
  values.map((value, index) => ({ rest: value - floorOf(value, unit) * unit, index })).sort((a, b) => a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1).slice(0, Number(left)).forEach(({ index }) => {
    shares[index] = (shares[index] ?? 0n) + 1n;
  });
  return shares;
}

// src/closing.ts
var stretchMembers = ["plan", "version", "start", "end", "from", "to", "of"];
var couponMembers = [
  ...["key", "start", "end", "from", "to", "of"],
  ...["percent", "amount", "charges", "fees"]
];
var commitmentMembers = ["from", "last", "amount", "plan", "version"];
var treatmentMembers = ["category", "rate", "exemptionReason", "exemptionCode"];
function closingFrom(document) {
  const kind = textIn(document, "kind");
  if (kind !== "invoice" && kind !== "statement") throw new BadEntry(`a ${kind} closes no month`);
  const period = objectIn(document, "period");
  return {
    ...{ kind, customer: textIn(document, "customer"), attempt: integerIn(document, "attempt") },
    period: {
      month: textIn(period, "label"),
      ...{ start: integerIn(period, "start"), end: integerIn(period, "end") }
    },
    billed: objectsIn(document, "billed").map(billedFrom),
    recognised: unitsIn(document, "recognised"),
    carry: objectsIn(document, "carry").map(carriedFrom),
    agreed: document["agreed"] === void 0 ? void 0 : agreedFrom(objectIn(document, "agreed"))
  };
}
function billedFrom(one2) {
  const text = textIn(one2, "charge");
  return {
    ...{ period: textIn(one2, "period"), text, key: keyFrom2(text), taxCode: textIn(one2, "taxCode") },
    ...{ quantity: unitsIn(one2, "quantity"), exact: unitsIn(one2, "exact") }
  };
}
var kinds = {
  ...{ usage: "usage", minimum: "minimum", fee: "fee", commitment: "commitment" },
  ...{ term: "term", given: "given", pass: "pass", coupon: "coupon" }
};
function keyFrom2(text) {
  const parts = jsonFrom(text);
  const [name, plan, version, charge, start] = Array.isArray(parts) ? parts : [];
  const kind = typeof name === "string" ? kinds[name] : void 0;
  if ((kind === "given" || kind === "pass") && typeof plan === "string")
    return { ...keyFrom2(plan), kind };
  if (kind === "coupon" && typeof version === "string") return offFrom(keyFrom2(version));
  if (kind === void 0 || typeof plan !== "string" || typeof version !== "string")
    throw new BadEntry(`a charge is called by its kind, plan and version, got ${text}`);
  if (typeof charge !== "string" || typeof start !== "number")
    throw new BadEntry(`a charge is called by its own key and its beginning, got ${text}`);
  return { kind, plan, version, charge, start };
}
var offFrom = (of) => ({
  ...{ ...of, kind: "coupon" },
  charge: of.kind === "commitment" ? "commitment" : of.charge
});
function carriedFrom(one2) {
  const taxed = one2["taxed"];
  return {
    taxCode: textIn(one2, "taxCode"),
    taxed: taxed === void 0 ? void 0 : treatmentFrom(rowOf(taxed, "taxed", treatmentMembers)),
    ...{ in: unitsIn(one2, "in"), out: unitsIn(one2, "out") },
    ...{ residueIn: unitsIn(one2, "residueIn"), residueOut: unitsIn(one2, "residueOut") }
  };
}
var treatmentFrom = (row) => ({
  category: textIn(row, "category"),
  rate: textOf2(unitsIn(row, "rate"), PLACES)
});
function agreedFrom(agreed) {
  const taxes = rowsIn(agreed, "taxes", ["code", ...treatmentMembers]);
  const stretches = rowsIn(agreed, "stretches", stretchMembers).map(stretchFrom);
  return {
    ...{ rules: integerIn(agreed, "rules"), stretches, prices: pricesFrom(agreed, stretches) },
    taxes: new Map(taxes.map((row) => [textIn(row, "code"), treatmentFrom(row)])),
    coupons: rowsIn(agreed, "coupons", couponMembers).map(couponFrom),
    couponsAhead: rowsIn(agreed, "couponsAhead", couponMembers).map(couponFrom),
    commitment: agreed["commitment"] === void 0 ? void 0 : commitmentFrom(rowOf(agreed["commitment"], "commitment", commitmentMembers))
  };
}
function pricesFrom(agreed, stretches) {
  const unnamed = stretches.map(({ plan, version }) => ({ plan, version, digest: void 0 }));
  const named = rowsIn(agreed, "prices", ["plan", "version", "digest"]).map((row) => ({
    ...{ plan: textIn(row, "plan"), version: textIn(row, "version") },
    digest: textIn(row, "digest")
  }));
  const all = [...unnamed, ...named];
  return [...new Map(all.map((one2) => [JSON.stringify([one2.plan, one2.version]), one2])).values()];
}
var stretchFrom = (row) => ({
  ...{ plan: textIn(row, "plan"), version: textIn(row, "version") },
  ...{ start: integerIn(row, "start"), end: integerIn(row, "end") },
  share: { from: integerIn(row, "from"), to: integerIn(row, "to"), of: integerIn(row, "of") }
});
var commitmentFrom = (row) => ({
  ...{ from: textIn(row, "from"), last: textIn(row, "last") },
  amount: unitsIn(row, "amount")
});
var couponFrom = (row) => ({
  ...{ key: textIn(row, "key"), start: integerIn(row, "start"), end: integerIn(row, "end") },
  share: { from: integerIn(row, "from"), to: integerIn(row, "to"), of: integerIn(row, "of") },
  percent: row["percent"] === void 0 ? void 0 : unitsIn(row, "percent"),
  amount: row["amount"] === void 0 ? void 0 : unitsIn(row, "amount"),
  ...{ charges: keysIn(row, "charges"), fees: keysIn(row, "fees") }
});
var keysIn = (row, name) => row[name] === void 0 ? void 0 : listIn(row, name).map((key) => textIn({ [name]: key }, name));
function contentOf(document) {
  const content = jsonFrom(textIn(document, "content"));
  if (isObject(content)) return content;
  throw new BadEntry("what a document shows is an object");
}

// src/lines.ts
var BadContent = class extends Error {
};
function nanosIn(from, name) {
  const units = unitsOf(from[name], NANO_PLACES);
  if (units !== void 0) return units;
  throw new BadContent(`${name} is an amount, got ${JSON.stringify(from[name])}`);
}
function decimalIn(from, name) {
  const units = unitsOf(from[name], PLACES);
  if (units !== void 0) return units;
  throw new BadContent(`${name} is a decimal, got ${JSON.stringify(from[name])}`);
}
var optional = (value) => typeof value === "string" ? value : void 0;
var linesOf = (content) => objectsIn(content, "lines").map(lineFrom);
function lineFrom(line) {
  const { plan, adjusts, taxCategory, taxRate } = line;
  return {
    ...{ id: textIn(line, "id"), kind: textIn(line, "kind") },
    description: textIn(line, "description"),
    quantity: decimalIn(line, "quantity"),
    unitPrice: line["unitPrice"] === void 0 ? void 0 : decimalIn(line, "unitPrice"),
    ...{ exact: nanosIn(line, "exactAmount"), amount: nanosIn(line, "amount") },
    taxCode: optional(line["taxCode"]) ?? "",
    treatment: typeof taxCategory === "string" && typeof taxRate === "string" ? { category: taxCategory, rate: taxRate } : void 0,
    charge: optional(line["charge"]),
    plan: isObject(plan) ? optional(plan["key"]) : void 0,
    version: isObject(plan) ? optional(plan["effectiveFrom"]) : void 0,
    steps: line["steps"] === void 0 ? void 0 : objectsIn(line, "steps"),
    corrects: optional(line["correctsLine"]),
    adjusts: isObject(adjusts) ? optional(adjusts["id"]) : void 0
  };
}
var isOwn = ({ kind }) => kind !== "carried-in" && kind !== "rounding";
var kindOf = ({ kind }) => kind === "commitment" || kind === "term" ? "minimum" : kind;
function chargeOf({ kind, charge }) {
  if (kind === "term") return "term-commitment";
  return kind === "commitment" ? "commitment" : charge;
}
function shows(line, { key, taxCode, quantity, exact }) {
  const isOfKind = line.kind === "adjustment" || line.kind === kindOf(key);
  const isNamed = line.charge === void 0 && line.kind === "adjustment";
  const isOfCharge = line.charge === chargeOf(key) && line.plan === key.plan && line.version === key.version;
  return isOfKind && (isNamed || isOfCharge) && line.taxCode === taxCode && line.quantity === quantity && magnitude(line.exact * EXACT_PER_NANO - exact) < EXACT_PER_NANO;
}
function matchedLines(lines, billed) {
  const left = new Set(lines.filter(isOwn));
  const matched = [];
  const hidden = [];
  for (const one2 of billed) {
    const line = [...left].find((candidate) => shows(candidate, one2));
    if (line === void 0) {
      if (one2.exact !== 0n) hidden.push(one2);
      continue;
    }
    left.delete(line);
    matched.push({ line, billed: one2 });
  }
  return { matched, invented: [...left], hidden };
}

// src/sums.ts
var keyOf = (taxCode, { category, rate }) => JSON.stringify([taxCode, category, rate]);
function bucketsOf({ agreed, carry }, matched, lines) {
  const now = treatmentsNow(agreed, lines);
  const buckets = /* @__PURE__ */ new Map();
  const bucketOf = (taxCode, treatment) => {
    const isApart = keyOf(taxCode, treatment) !== keyOf(taxCode, now.get(taxCode) ?? treatment);
    const empty = { matched: [], carriedIn: 0n, carriedOut: 0n, residueIn: 0n, residueOut: 0n };
    return buckets.get(keyOf(taxCode, treatment)) ?? { taxCode, treatment, isApart, ...empty };
  };
  for (const one2 of matched) {
    const { taxCode, treatment } = one2.line;
    if (treatment === void 0) return void 0;
    const bucket = bucketOf(taxCode, treatment);
    buckets.set(keyOf(taxCode, treatment), { ...bucket, matched: [...bucket.matched, one2] });
  }
  for (const change of carry) {
    const treatment = change.taxed ?? now.get(change.taxCode) ?? untaxed(change);
    if (treatment === void 0) return void 0;
    const bucket = bucketOf(change.taxCode, treatment);
    buckets.set(keyOf(change.taxCode, treatment), { ...bucket, ...carriedBy(bucket, change) });
  }
  return [...buckets.values()].sort(inOrder);
}
function treatmentsNow(agreed, lines) {
  const now = new Map(agreed?.taxes ?? []);
  for (const { kind, taxCode, treatment } of lines)
    if (kind !== "adjustment" && treatment !== void 0 && !now.has(taxCode))
      now.set(taxCode, treatment);
  return now;
}
var untaxed = (change) => change.in === 0n && change.out === 0n ? { category: "", rate: "0" } : void 0;
function carriedBy(bucket, change) {
  const isAlike = change.taxed !== void 0 && !bucket.isApart;
  return {
    carriedIn: bucket.carriedIn + change.in,
    carriedOut: bucket.carriedOut + change.out,
    ...isAlike && change.residueIn === change.residueOut ? {} : { residueIn: change.residueIn, residueOut: change.residueOut }
  };
}
function inOrder(a, b) {
  const texts = ({ taxCode, isApart, treatment }) => [
    ...[taxCode, isApart ? "1" : "0", treatment.category, treatment.rate]
  ];
  const [left, right] = [texts(a), texts(b)];
  const at = left.findIndex((text, index) => text !== right[index]);
  if (at < 0) return 0;
  return (left[at] ?? "") < (right[at] ?? "") ? -1 : 1;
}
function summed(bucket) {
  const exacts = bucket.matched.map(({ billed }) => billed.exact);
  const exact = sumOf(exacts) + bucket.residueIn;
  const total = floorOf(exact, EXACT_PER_NANO);
  const nanos = apportioned(exacts, EXACT_PER_NANO, total);
  if (nanos === void 0) return void 0;
  const residueOut = exact - total * EXACT_PER_NANO;
  return { bucket, nanos, residueOut, sum: total + bucket.carriedIn };
}
function rounded(all, unit) {
  const sums = all.map(({ sum }) => sum);
  const units = nearest(sumOf(sums), unit);
  const bases = apportioned(sums, unit, units)?.map((base) => base * unit);
  if (bases === void 0) return void 0;
  const groups = /* @__PURE__ */ new Map();
  for (const [index, { bucket }] of all.entries()) {
    if (bucket.matched.length === 0 && bucket.carriedIn === 0n) continue;
    const { category, rate } = bucket.treatment;
    const key = JSON.stringify([category, rate]);
    const base = (groups.get(key)?.base ?? 0n) + (bases[index] ?? 0n);
    groups.set(key, { category, rate, base, amount: taxOn(base, rate, unit) });
  }
  const taxes = [...groups.values()];
  const total = units * unit + sumOf(taxes.map(({ amount }) => amount));
  return { subtotal: units * unit, taxes, total, bases };
}
var taxOn = (base, rate, unit) => nearest(base * percentFrom(rate), 100n * ONE * unit) * unit;
function percentFrom(rate) {
  const units = unitsOf(rate, PLACES);
  if (units !== void 0) return units;
  throw new BadContent(`a rate of tax is in percent, got ${JSON.stringify(rate)}`);
}
function centsOf({ bucket, nanos }, base, unit) {
  const values = [...nanos, ...bucket.carriedIn === 0n ? [] : [bucket.carriedIn]];
  return apportioned(values, unit, base / unit)?.map((cents) => cents * unit);
}
var ownLine = (lines, kind, { taxCode, treatment }) => lines.find(
  (line) => line.kind === kind && line.taxCode === taxCode && line.treatment !== void 0 && keyOf(taxCode, line.treatment) === keyOf(taxCode, treatment)
);

// src/invoice.ts
function unitOf(content) {
  const [, part = ""] = textIn(content, "total").split(".");
  return 10n ** BigInt(NANO_PLACES - part.length);
}
var shownOf = (document, closing, content) => ({
  ...{ document, closing, content, lines: linesOf(content), unit: unitOf(content) }
});
var money = (nanos, unit) => textOf2(nanos, NANO_PLACES, String(10n ** 9n / unit).length - 1);
function sumFindings(shown) {
  const { closing, lines } = shown;
  const { matched, invented, hidden } = matchedLines(lines, closing.billed);
  if (invented.length > 0 || hidden.length > 0)
    return [
      fails(
        "lines",
        `The lines are not what was booked: ${[
          ...invented.map(({ id, description }) => `line ${id}, ${description}, was not`),
          ...hidden.map(({ text }) => `${text} was, and no line shows it`)
        ].join("; ")}.`
      )
    ];
  const buckets = bucketsOf(closing, matched, lines);
  if (buckets === void 0 || isMixed(buckets, lines))
    return [
      unknown(
        "lines",
        "How something carried from before is taxed is not said, so that the sums cannot be made again."
      )
    ];
  const all = buckets.map(summed);
  if (all.includes(void 0)) return [fails("lines", "No cut to nanos makes these lines.")];
  const sums = all.filter((one2) => one2 !== void 0);
  return [
    linesFinding(matched, sums, lines),
    ...closing.kind === "invoice" ? invoiceFindings(shown, sums) : statementFindings(shown, sums),
    ...besides2(shown, matched)
  ];
}
var isMixed = (buckets, lines) => lines.some(({ treatment }) => treatment?.category === "O") && buckets.some(({ treatment: { category } }) => category !== "O" && category !== "");
function linesFinding(matched, sums, lines) {
  const wrong = sums.flatMap(({ bucket, nanos, residueOut }) => {
    const carried = ownLine(lines, "carried-in", bucket)?.exact ?? 0n;
    return [
      ...bucket.matched.flatMap(
        ({ line, billed }, index) => line.exact === nanos[index] && isPriced(line, billed.exact) ? [] : [`line ${line.id}`]
      ),
      ...carried === bucket.carriedIn ? [] : ["what was carried in"],
      ...residueOut === bucket.residueOut ? [] : ["what is left below a nano"]
    ];
  });
  return found("lines", wrong.length === 0, {
    so: `The lines are what was booked, to the nano: ${matched.length} of them, and what is carried.`,
    not: `Not as it was booked: ${wrong.join(", ")}.`
  });
}
function isPriced({ unitPrice, quantity, steps, kind }, exact) {
  if (unitPrice !== void 0 && quantity * unitPrice !== exact) return false;
  if (steps === void 0 || kind === "adjustment") return true;
  const amounts = steps.map(({ amount }) => unitsOf(amount, 2 * PLACES));
  return !amounts.includes(void 0) && sumOf(amounts.map((one2) => one2 ?? 0n)) === exact;
}
function invoiceFindings(shown, sums) {
  const { content, document, unit } = shown;
  const made2 = rounded(sums, unit);
  if (made2 === void 0) return [fails("subtotal", "No rounding makes these amounts.")];
  const said = { subtotal: nanosIn(content, "subtotal"), total: nanosIn(content, "total") };
  const isBooked = unitsIn(document, "subtotal") === said.subtotal && unitsIn(document, "total") === said.total;
  const text = (nanos) => money(nanos, unit);
  return [
    found("subtotal", made2.subtotal === said.subtotal && isBooked, {
      so: `The subtotal is the sum of all lines, rounded once: ${text(said.subtotal)}.`,
      not: `The subtotal should be ${text(made2.subtotal)}, and is ${text(said.subtotal)}.`
    }),
    found("amounts", areAmounts(shown, sums, made2), {
      so: "The amounts of the lines add up to it: each is less than a cent from its exact amount.",
      not: "The amounts of the lines are not those that largest remainders give."
    }),
    taxesFinding(content, made2, unit),
    found("total", made2.total === said.total && isBooked, {
      so: `The total is the subtotal and the taxes: ${text(said.total)}.`,
      not: `The total should be ${text(made2.total)}, and is ${text(said.total)}.`
    }),
    carryFinding(shown, sums, made2.bases)
  ];
}
function areAmounts({ lines, unit }, sums, { bases }) {
  return sums.every((one2, index) => {
    const { bucket, sum } = one2;
    const base = bases[index] ?? 0n;
    const carried = ownLine(lines, "carried-in", bucket);
    const amounts = [...bucket.matched.map(({ line }) => line.amount)];
    if (bucket.carriedIn !== 0n) amounts.push(carried?.amount ?? 0n);
    const rounding = ownLine(lines, "rounding", bucket);
    return JSON.stringify(centsOf(one2, base, unit)?.map(String)) === JSON.stringify(amounts.map(String)) && (rounding?.exact ?? 0n) === base - sum && (rounding?.amount ?? 0n) === 0n;
  });
}
function taxesFinding(content, { taxes }, unit) {
  const textsOf = (all) => JSON.stringify(all.map((one2) => [...one2]).sort());
  const said = objectsIn(content, "taxes").map(
    ({ category, rate, base, amount }) => [category, rate, base, amount].map(String)
  );
  const made2 = taxes.map(({ category, rate, base, amount }) => [
    ...[category, rate, money(base, unit), money(amount, unit)]
  ]);
  const words = said.map(([, rate, base, amount]) => `${rate} % of ${base} is ${amount}`);
  return found("taxes", textsOf(said) === textsOf(made2), {
    so: `Each tax is its rate of its base, rounded: ${words.join("; ")}.`,
    not: `The taxes should be ${textsOf(made2)}, and are ${textsOf(said)}.`
  });
}
function carryFinding({ content }, sums, bases) {
  const left = sums.map(({ sum }, index) => sum - (bases[index] ?? 0n));
  const isKept = sums.every(({ bucket }, index) => bucket.carriedOut === left[index]);
  const isSaid = nanosIn(content, "carriedOut") === sumOf(left) && nanosIn(content, "carriedIn") === sumOf(sums.map(({ bucket }) => bucket.carriedIn));
  const text = textOf2(sumOf(left), NANO_PLACES);
  return found("carry", isKept && isSaid, {
    so: `What rounding leaves is carried to the next document, and nothing else is: ${text}.`,
    not: `What is carried on should be ${text}, and is ${textIn(content, "carriedOut")}.`
  });
}
function statementFindings(shown, sums) {
  const { content, lines, unit } = shown;
  const made2 = rounded(sums, unit);
  if (made2 === void 0) return [fails("subtotal", "No rounding makes these amounts.")];
  const isNothing = nanosIn(content, "subtotal") === 0n && nanosIn(content, "total") === 0n && objectsIn(content, "taxes").length === 0 && lines.every(({ amount }) => amount === 0n);
  const reasons = {
    "credit-carried": made2.total < 0n || made2.subtotal < 0n,
    "within-interval": made2.total > 0n && made2.subtotal >= 0n,
    "nothing-to-charge": made2.total === 0n && sums.every(({ sum }) => sum === 0n),
    "below-minimum": made2.total >= 0n && made2.total < nanosIn(content, "minimumCharge")
  };
  const reason = textIn(content, "reason");
  const isReason = reasons[reason] === true || reason === "below-minimum" && made2.total === 0n;
  return [
    found("total", isNothing && isReason, {
      so: `Nothing is charged (${reason}): all of it would come to ${money(made2.total, unit)} with tax.`,
      not: `It says ${reason}; all of it comes to ${money(made2.total, unit)} with tax.`
    }),
    carryFinding(
      shown,
      sums,
      sums.map(() => 0n)
    )
  ];
}
function besides2({ content, document, closing, unit }, matched) {
  const findings = [];
  const exact = sumOf(closing.billed.map((one2) => one2.exact));
  findings.push(
    found("recognised", exact === closing.recognised, {
      so: "What the books took in for it is what was booked of its charges.",
      not: "What the books took in for it is not what was booked of its charges."
    }),
    found("postings", isBalanced(document), {
      so: "Its postings sum to zero.",
      not: "Its postings do not sum to zero."
    })
  );
  if (content["prepaid"] !== void 0) {
    const isRest = nanosIn(content, "payable") === nanosIn(content, "total") - nanosIn(content, "prepaid");
    findings.push(
      found("payable", isRest, {
        so: `To pay is the total less what was paid before: ${textIn(content, "payable")}.`,
        not: "What is to pay is not the total less what was paid before."
      })
    );
  }
  const { wallet, nationalTax } = content;
  if (isObject(wallet)) findings.push(walletFinding(wallet, matched));
  if (isObject(nationalTax)) findings.push(nationalFinding(content, nationalTax, unit));
  return findings;
}
function walletFinding(wallet, matched) {
  const lines = matched.filter(({ billed }) => billed.key.kind === "given");
  const given = -sumOf(lines.map(({ line }) => line.amount));
  return found("wallet", nanosIn(wallet, "given") === given, {
    so: `Lines take off what a wallet paid of what it was given: ${textIn(wallet, "given")}.`,
    not: "What a wallet paid of what it was given is not what lines take off."
  });
}
function nationalFinding(content, national, unit) {
  const tax = sumOf(objectsIn(content, "taxes").map((one2) => nanosIn(one2, "amount")));
  const [, part = ""] = textIn(national, "amount").split(".");
  const own = 10n ** BigInt(NANO_PLACES - part.length);
  const rate = unitsOf(national["rate"], PLACES) ?? 0n;
  const made2 = nearest(tax * rate, ONE * own) * own;
  return found("national-tax", made2 === nanosIn(national, "amount"), {
    so: `The tax in ${textIn(national, "currency")} is ${textIn(national, "amount")}, at the rate that is said.`,
    not: `The tax in ${textIn(national, "currency")} should be ${money(made2, own)} (${money(tax, unit)} at ${textIn(national, "rate")}).`
  });
}
function isBalanced(document) {
  const sums = /* @__PURE__ */ new Map();
  for (const posting of objectsIn(document, "postings")) {
    const currency = textIn(posting, "currency");
    sums.set(currency, (sums.get(currency) ?? 0n) + unitsIn(posting, "amount"));
  }
  return [...sums.values()].every((sum) => sum === 0n);
}

// src/credit-note.ts
function creditFindings({ document, content }, before) {
  const lines = linesOf(content);
  const taxes = objectsIn(content, "taxes");
  const subtotal = nanosIn(content, "subtotal");
  const total = nanosIn(content, "total");
  const isSum = sumOf(lines.map(({ amount }) => amount)) === subtotal && sumOf(taxes.map((tax) => nanosIn(tax, "base"))) === subtotal && sumOf(taxes.map((tax) => nanosIn(tax, "amount"))) + subtotal === total && unitsIn(document, "subtotal") === subtotal && unitsIn(document, "total") === total;
  const booked = objectsIn(document, "lines").map((one2) => [
    ...[textIn(one2, "line"), String(unitsIn(one2, "amount"))]
  ]);
  const shown = lines.map(({ corrects, amount }) => [corrects, String(amount)]);
  return [
    found("total", isSum, {
      so: `Its lines add up to the subtotal, and with the taxes to the total: ${textIn(content, "total")}.`,
      not: "Its lines, taxes and total do not add up, or are not what was booked."
    }),
    found("lines", JSON.stringify(booked) === JSON.stringify(shown), {
      so: "Its lines are what was booked.",
      not: "Its lines are not what was booked."
    }),
    invoiceFinding({ document, content }, lines, before)
  ];
}
function invoiceFinding({ document, content }, lines, before) {
  const id = textIn(document, "invoice");
  const invoice = before.find((one2) => one2.document["id"] === id);
  const corrects = isObject(content["corrects"]) ? content["corrects"] : {};
  if (corrects["id"] !== id) return fails("corrects", "It names another invoice than it corrects.");
  if (invoice === void 0)
    return unknown(
      "corrects",
      `Of which lines and at which rates of tax it takes back is in ${String(corrects["number"])}: give that invoice and its proof, too.`
    );
  const earlier = before.filter((one2) => one2.document["kind"] === "credit-note" && one2.document["invoice"] === id).flatMap((one2) => linesOf(one2.content));
  const isLeft = linesOf(invoice.content).every((line) => isWithin(line, [...earlier, ...lines]));
  const isKnown2 = lines.every(
    (line) => linesOf(invoice.content).some((one2) => one2.id === line.corrects)
  );
  const isTaxed = objectsIn(invoice.content, "taxes").every(
    (tax) => isTaxedAs(tax, { content, lines, earlier })
  );
  return found("corrects", isLeft && isKnown2 && isTaxed, {
    so: `It takes back lines of ${textIn(invoice.content, "number")}, no more than they were, and their tax at the rates of then.`,
    not: `It takes back more than ${textIn(invoice.content, "number")} had, or other tax.`
  });
}
function isWithin(line, credited) {
  const own = credited.filter(({ corrects }) => corrects === line.id);
  const sum = sumOf(own.map(({ amount }) => amount));
  return own.every(({ amount }) => amount > 0n === line.amount > 0n && amount !== 0n) && magnitude(sum) <= magnitude(line.amount);
}
function isTaxedAs(tax, note2) {
  const [category, rate] = [textIn(tax, "category"), textIn(tax, "rate")];
  const baseOf = (lines) => sumOf(
    lines.filter(({ treatment }) => treatment?.category === category && treatment.rate === rate).map(({ amount: amount2 }) => amount2)
  );
  const unit = unitOf(note2.content);
  const [before, base] = [baseOf(note2.earlier), baseOf(note2.lines)];
  const amount = taxOn(before + base, rate, unit) - taxOn(before, rate, unit);
  const said = objectsIn(note2.content, "taxes").find(
    (one2) => one2["category"] === category && one2["rate"] === rate
  );
  if (said === void 0) return base === 0n && amount === 0n;
  return nanosIn(said, "base") === base && nanosIn(said, "amount") === amount;
}

// src/events.ts
var SALT_BYTES2 = 32;
var HOUR_MS = 36e5;
var HOUR = /^\d{4}-\d\d-\d\dT\d\d:00:00Z$/;
function eventProofsFrom(texts) {
  return texts.flatMap((text) => {
    if (!text.startsWith("{")) return [text];
    const answer = jsonFrom(text);
    if (!isObject(answer)) throw new BadEntry("proofs of events are an object");
    return listIn(answer, "proofs").map((proof) => {
      if (typeof proof === "string") return proof;
      throw new BadEntry("a proof of events is a text");
    });
  });
}
async function loggedEvents(texts, signed2) {
  const shown = await Promise.all(texts.map((text) => shownBy(text, signed2)));
  return {
    events: shown.flatMap(({ events }) => events),
    checkpoints: shown.flatMap(({ checkpoint }) => checkpoint ?? []),
    findings: [
      ...new Map(shown.flatMap(({ findings }) => findings).map((one2) => [one2.says, one2])).values()
    ]
  };
}
async function shownBy(text, signed2) {
  const proof = proofFrom(text);
  if (proof === void 0) {
    const says = "A proof of events is no c2sp.org/tlog-proof@v1 with opened entries.";
    return { events: [], findings: [fails("leaf", says)] };
  }
  const { checkpoint, finding } = await signed2(proof.checkpoint);
  if (checkpoint === void 0) return { events: [], findings: [finding] };
  try {
    const opened2 = await openedFrom(proof.extra);
    const isLeaf = await isInLog(opened2, proof, checkpoint);
    const { hour, part, events, size } = opened2;
    const of = `${hour}, part ${part}`;
    return {
      events: isLeaf ? events : [],
      checkpoint,
      findings: [
        finding,
        found("leaf", isLeaf, {
          so: `Entry ${proof.index} of it is the leaf of the hour ${of}: ${events.length} of the ${size} events that it has of ${events[0]?.subject ?? ""} are opened here.`,
          not: `The events that are opened here are not those of entry ${proof.index}, the leaf of the hour ${of}.`
        })
      ]
    };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { events: [], findings: [fails("leaf", `It cannot be read: ${error.message}.`)] };
  }
}
async function openedFrom(extra) {
  const opening = canonicalObject(textFrom(extra) ?? "");
  only(opening, ["entry", "events", "group", "size"]);
  const text = textIn(opening, "entry");
  const entry = canonicalObject(text);
  only(entry, ["hour", "part", "root"]);
  const [hour, root] = [textIn(entry, "hour"), hashFrom(textIn(entry, "root"))];
  if (!HOUR.test(hour) || root === void 0) throw new BadEntry("a leaf has an hour and a root");
  const opened2 = await Promise.all(objectsIn(opening, "events").map((one2) => eventFrom(one2, hour)));
  const group = objectIn(opening, "group");
  only(group, ["hashes", "place", "places"]);
  return {
    ...{ entry: utf8(text), hour, part: integerIn(entry, "part"), root },
    events: opened2.map(({ event }) => event),
    paths: opened2.map(({ path }) => path),
    size: integerIn(opening, "size"),
    group: {
      ...{ place: integerIn(group, "place"), places: integerIn(group, "places") },
      hashes: hashesIn(group)
    }
  };
}
function only(from, names) {
  const other = Object.keys(from).find((name) => !names.includes(name));
  if (other !== void 0) throw new BadEntry(`it has a member that nobody knows: ${other}`);
}
function hashesIn(from) {
  return listIn(from, "hashes").map((hash) => {
    const bytes = typeof hash === "string" ? hashFrom(hash) : void 0;
    if (bytes === void 0) throw new BadEntry("a hash has 32 bytes in base64");
    return bytes;
  });
}
async function eventFrom(opening, hour) {
  only(opening, ["hashes", "index", "salt", "text"]);
  const [salt, text] = [bytesFromBase64(textIn(opening, "salt")), textIn(opening, "text")];
  if (salt?.length !== SALT_BYTES2) throw new BadEntry("a salt has 32 bytes in base64");
  const event = canonicalObject(text);
  only(event, ["data", "id", "source", "subject", "time", "type"]);
  const time = textIn(event, "time");
  const at = Date.parse(time) - Date.parse(hour);
  if (!(at >= 0 && at < HOUR_MS)) throw new BadEntry(`an event of ${time} is not of that hour`);
  return {
    event: {
      ...{ source: textIn(event, "source"), id: textIn(event, "id") },
      ...{ subject: textIn(event, "subject"), time }
    },
    path: {
      leaf: await leafHash(await sha256(joined(salt, utf8(text)))),
      ...{ index: integerIn(opening, "index"), hashes: hashesIn(opening) }
    }
  };
}
async function isInLog({ entry, root, events, paths, size, group }, proof, checkpoint) {
  const [first] = paths;
  if (first === void 0 || new Set(events.map(({ subject }) => subject)).size > 1) return false;
  if (new Set(paths.map(({ index }) => index)).size < paths.length) return false;
  const own = await pathRoot(first.leaf, first.index, size, first.hashes);
  if (own === void 0) return false;
  const all = await Promise.all(
    paths.map(({ leaf, index, hashes: hashes2 }) => isIncluded(leaf, index, { size, root: own }, hashes2))
  );
  const { place, places, hashes } = group;
  return all.every(Boolean) && await isIncluded(await leafHash(own), place, { size: places, root }, hashes) && await isIncluded(await leafHash(entry), proof.index, checkpoint, proof.hashes);
}
var nameOf = ({ source, id }) => JSON.stringify([source, id]);
var subjectAndName = ({ source, id, subject }) => JSON.stringify([source, id, subject]);
var wholeOf = ({ source, id, subject, time }) => JSON.stringify([source, id, subject, time]);
function countedFindings(explained, logged) {
  const known = { all: new Set(logged.map(wholeOf)), names: new Set(logged.map(nameOf)) };
  return explained.flatMap(
    ({ line, invoice, events }) => events === void 0 ? [] : [countedFinding(events, known, `line ${line} of ${invoice}`)]
  );
}
function countedFinding(events, known, of) {
  const check2 = "counted";
  if (new Set(events.map(subjectAndName)).size < events.length)
    return fails(check2, `An event of ${of} is counted more than once.`);
  const missing2 = events.filter((event) => !known.all.has(wholeOf(event)));
  const other = missing2.find((event) => known.names.has(nameOf(event)));
  if (other !== void 0)
    return fails(check2, `The log has the event ${other.id} of ${of} as another one.`);
  return missing2.length === 0 ? holds(check2, `The ${events.length} events of ${of} are in the log, each in its hour.`) : unknown(
    check2,
    `Of ${missing2.length} of the ${events.length} events of ${of}, it was not proven that the log has them.`
  );
}

// src/windows.ts
function windowsIn(usage2) {
  if (!isObject(usage2["window"])) return void 0;
  const statistic = textIn(objectIn(usage2, "window"), "statistic");
  return { statistic, windows: objectsIn(usage2, "windows").map(windowIn) };
}
function windowIn(from) {
  const quantity = unitsOf(from["quantity"], PLACES);
  if (quantity === void 0) throw new BadEntry("a window has a quantity");
  return { start: instantIn(from, "start"), end: instantIn(from, "end"), quantity };
}
var readEventIn = (from) => ({
  at: instantIn(from, "time"),
  value: textIn(from, "value")
});
function instantIn(from, name) {
  const at = Date.parse(textIn(from, name));
  if (Number.isNaN(at)) throw new BadEntry(`${name} is a time, got ${textIn(from, name)}`);
  return at;
}
function ofWindows({ statistic, windows }) {
  const quantities = windows.map(({ quantity }) => quantity);
  const [first = 0n, ...others2] = quantities;
  if (statistic === "max") return others2.reduce((most, one2) => one2 > most ? one2 : most, first);
  return nearest(sumOf(quantities), BigInt(Math.max(1, quantities.length)));
}
var areOfEvents = ({ windows }, aggregation, events) => windows.every(({ start, end, quantity }) => {
  const values = events.filter(({ at }) => start <= at && at < end).map(({ value }) => value);
  return quantity === counted(aggregation, values);
});
function counted(aggregation, values) {
  if (aggregation === "count") return BigInt(values.length) * ONE;
  if (aggregation === "unique_count") return BigInt(new Set(values).size) * ONE;
  const units = values.flatMap((value) => unitsOf(value, PLACES) ?? []);
  return units.length === values.length ? sumOf(units) : void 0;
}

// src/explained.ts
var levels = /* @__PURE__ */ new Set([
  ...["min", "max", "latest", "unique_count", "weighted_sum", "session_count"]
]);
var isLevel = ({ aggregation, windows }) => levels.has(aggregation) || windows !== void 0;
function quantityIn(from, name) {
  const units = unitsOf(from[name], PLACES);
  if (units !== void 0) return units;
  throw new BadEntry(`${name} is a quantity, got ${JSON.stringify(from[name])}`);
}
function explainedFrom(texts) {
  const pages = texts.map((text) => {
    const page = jsonFrom(text);
    if (isObject(page)) return page;
    throw new BadEntry("what explains a line is an object");
  });
  const byLine = grouped(
    pages,
    (page) => JSON.stringify([textIn(objectIn(page, "invoice"), "id"), textIn(objectIn(page, "line"), "id")])
  );
  return [...byLine.values()].flatMap((own) => lineFrom2(own) ?? []);
}
function lineFrom2(pages) {
  const [first] = pages;
  if (first === void 0 || !isObject(first["usage"])) return void 0;
  const usage2 = first["usage"];
  const { difference, monthQuantity } = usage2;
  return {
    invoice: textIn(objectIn(first, "invoice"), "id"),
    line: textIn(objectIn(first, "line"), "id"),
    shown: canonical(objectIn(first, "line")),
    quantity: quantityIn(usage2, "quantity"),
    notBilled: isObject(difference) ? quantityIn(difference, "quantity") : 0n,
    monthQuantity: monthQuantity === void 0 ? void 0 : quantityIn(usage2, "monthQuantity"),
    tallied: talliedIn(pages, usage2),
    tallies: allIn(pages, "tallies").length,
    ...readIn(pages, usage2)
  };
}
var allIn = (pages, name) => pages.flatMap((page) => objectsIn(page, name));
var isWhole2 = (pages) => pages.at(-1)?.["nextCursor"] === void 0;
var isOfEvents = (pages) => pages[0]?.["events"] !== void 0;
function talliedIn(pages, usage2) {
  const tallied2 = sumOf(allIn(pages, "tallies").map((one2) => quantityIn(one2, "quantity")));
  if (isOfEvents(pages) || !isWhole2(pages) || usage2["addsUp"] !== true) return void 0;
  const { opening } = usage2;
  const opened2 = isObject(opening) && opening["quantity"] !== void 0;
  return tallied2 + (opened2 ? quantityIn(opening, "quantity") : 0n);
}
function readIn(pages, usage2) {
  const aggregation = textIn(usage2, "aggregation");
  const all = isOfEvents(pages) && isWhole2(pages) ? allIn(pages, "events") : void 0;
  const windows = windowsIn(usage2);
  const isOfLevel = levels.has(aggregation) || windows !== void 0;
  return {
    aggregation,
    values: isOfLevel ? void 0 : all?.map((one2) => quantityIn(one2, "value")),
    ...all === void 0 ? {} : { events: all.map(eventIn) },
    ...windows === void 0 ? {} : { windows: { ...windows, events: all?.map((one2) => readEventIn(one2)) } }
  };
}
var eventIn = (from) => ({
  ...{ source: textIn(from, "source"), id: textIn(from, "id") },
  ...{ subject: textIn(from, "subject"), time: textIn(from, "time") }
});
function talliesFinding(explained, { shown, billed }) {
  const { line, quantity, notBilled, tallied: tallied2, tallies, values } = explained;
  const check2 = "tallies";
  if (explained.shown !== canonical(shown))
    return {
      ...{ state: "fails", check: check2 },
      says: `What explains line ${line} is about another line, or shows it otherwise.`
    };
  const isBilled = quantity - notBilled === billed;
  if (explained.windows !== void 0) return windowsFinding(explained, isBilled);
  if (values !== void 0)
    return found(check2, isBilled, {
      so: `The ${values.length} events of line ${line} are what was billed of it.`,
      not: `The events of line ${line} come to another quantity than what was billed of it.`
    });
  if (tallied2 === void 0)
    return isLevel(explained) ? note(check2, `Line ${line} is of a level: its tallies do not add up, and are not added.`) : unknown(check2, `Of line ${line}, not all pages of its tallies were given.`);
  return found(check2, isBilled && tallied2 === quantity, {
    so: `The ${tallies} tallies of line ${line} add up to the quantity that was billed of it.`,
    not: `The tallies of line ${line} do not add up to the quantity that was billed of it.`
  });
}
function windowsFinding(explained, isBilled) {
  const { line, quantity, monthQuantity = quantity, windows, aggregation } = explained;
  const check2 = "tallies";
  if (windows === void 0) return note(check2, `Line ${line} has no windows.`);
  const { events, windows: days } = windows;
  const isOfEvents2 = events !== void 0 && explained.monthQuantity === void 0;
  if (isOfEvents2 && !areOfEvents(windows, aggregation, events))
    return {
      ...{ state: "fails", check: check2 },
      says: `The events of line ${line} do not come to its trailing windows.`
    };
  const of = isOfEvents2 ? `, each of them of the ${events.length} events` : "";
  return found(check2, isBilled && ofWindows(windows) === monthQuantity, {
    so: `The ${days.length} trailing windows of line ${line} come to what was billed of it${of}.`,
    not: `The trailing windows of line ${line} do not come to what was billed of it.`
  });
}
function versionsFrom(plans, prices) {
  const whole = plans.flatMap((plan) => {
    if (!isObject(plan)) throw new BadEntry("a plan is an object");
    const key = textIn(plan, "key");
    return listIn(plan, "versions").map((body) => ({ plan: key, body }));
  });
  const single = prices.map((one2) => {
    if (!isObject(one2)) throw new BadEntry("prices are an object");
    return { plan: textIn(one2, "plan"), body: one2["version"] ?? null };
  });
  return [...whole, ...single].map(({ plan, body }) => {
    if (!isObject(body)) throw new BadEntry("a version of a plan is an object");
    return { plan, body };
  });
}
var isOfStretch = ({ plan, body }, stretch) => plan === stretch.plan && body["effectiveFrom"] === stretch.version;

// src/payee-behind.ts
var kinds2 = /* @__PURE__ */ new Set([
  ...["share", "share-reversal", "claim"],
  ...["payout", "payout-settlement", "payout-return"]
]);
var placeOf = ({ seq, index }) => seq * 1e6 + index;
async function openedBehind(answer, statement, signed2) {
  const given = behindIn(answer);
  if (given === void 0) return { findings: [], checkpoints: [] };
  const all = await Promise.all(given.proofs.map((one2) => openedOne(one2, signed2)));
  const opened2 = all.filter((one2) => one2 !== void 0);
  const entries = opened2.map(({ entry }) => entry).toSorted((a, b) => placeOf(a) - placeOf(b));
  const isSound = opened2.length === all.length && areOf(statement, entries);
  return {
    ...isSound && { behind: { entries, isWhole: given.isWhole } },
    checkpoints: opened2.map(({ checkpoint }) => checkpoint),
    findings: [
      found("behind", isSound, {
        so: `${counted2(entries.length)} of ${textIn(statement.document, "payee")} before it ${entries.length === 1 ? "is" : "are"} in the log as well, and opened here.`,
        not: "Of the documents that it adds up, one is not in the log, not of this payee and currency, or there twice."
      })
    ]
  };
}
var counted2 = (count) => `${count} ${count === 1 ? "document" : "documents"}`;
async function openedOne({ id, kind, proof: text }, signed2) {
  const proof = proofFrom(text);
  const checkpoint = proof === void 0 ? void 0 : (await signed2(proof.checkpoint)).checkpoint;
  if (proof === void 0 || checkpoint === void 0) return void 0;
  const entry = await entryFrom(proof.extra);
  const leaf = await leafHash(entry.commitment);
  const isIn = await isIncluded(leaf, proof.index, checkpoint, proof.hashes);
  const isNamed = entry.document["id"] === id && entry.document["kind"] === kind;
  return isIn && isNamed ? { entry, checkpoint } : void 0;
}
function areOf(statement, entries) {
  const { document } = statement;
  const [payee, currency] = [textIn(document, "payee"), textIn(document, "currency")];
  return new Set(entries.map(placeOf)).size === entries.length && entries.every(
    (entry) => placeOf(entry) < placeOf(statement) && kinds2.has(textIn(entry.document, "kind")) && isOf(entry.document, payee) && entry.document["currency"] === currency
  );
}
var isOf = ({ kind, payee, from }, of) => payee === of || kind === "claim" && from === of;

// src/shown.ts
var beside = /* @__PURE__ */ new Set(["documents", "reasons", "paymentState"]);
function shownFindings(shown, content) {
  const names = /* @__PURE__ */ new Set([...Object.keys(shown), ...Object.keys(content)]);
  const isInvoice = content["type"] === "invoice";
  const other = [...names].filter((name) => !beside.has(name) && !(isInvoice && name === "status")).flatMap((name) => differences(name, shown[name], content[name]));
  const said = [...beside].filter((name) => name in shown);
  return [
    found("shown", other.length === 0, {
      so: "The document that is shown is the one in the entry: the same lines, sums, taxes, parties and days.",
      not: `The document that is shown is not the one in the entry: ${other.slice(0, 10).join(", ")}.`
    }),
    ...isInvoice ? [statusFinding(shown)] : [],
    ...said.length === 0 ? [] : [
      note(
        "beside",
        `Not in the log, as it is said beside the document and may change: ${said.join(", ")}.`
      )
    ]
  ];
}
function sameFacts({
  document,
  content
}) {
  const whose = document["kind"] === "payee-statement" ? "payee" : "payer";
  const pairs = [
    [document["kind"], content["type"]],
    ...["id", "customer", "payee", "currency"].map((name) => [document[name], content[name]]),
    [document["number"] ?? null, content["number"]]
  ];
  return found(
    "booked",
    pairs.every(([a, b]) => a === b),
    {
      so: `What was booked and what is shown are of one document: its kind, number, ${whose} and currency.`,
      not: "What was booked is of another document than what is shown."
    }
  );
}
function differences(at, a, b) {
  if (a !== void 0 && b !== void 0 && canonical(a) === canonical(b)) return [];
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length)
    return a.flatMap((one2, index) => differences(`${at}/${index}`, one2, b[index]));
  if (!isObject(a) || !isObject(b)) return [at];
  const names = /* @__PURE__ */ new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].flatMap((name) => differences(`${at}/${name}`, a[name], b[name]));
}
var statuses = /* @__PURE__ */ new Set([
  ...["issued", "paid", "credited", "uncollectible", "void"]
]);
function statusFinding({ status, paymentState }) {
  if (!statuses.has(status)) return fails("status", `An issued invoice is not ${String(status)}.`);
  if (isObject(paymentState) && paymentState["status"] !== status)
    return fails("status", "It says two things of what has become of it.");
  if (status === "issued") return holds("status", "It is shown as it was issued.");
  return note(
    "status",
    `It is ${String(status)} by now, as is said: the entry says it was issued.`
  );
}

// src/terms.ts
var BadTerms = class extends Error {
};
var STANDARD = "standard";
function versionFrom(json) {
  const body = objectIn2(json, "a version");
  return {
    effectiveFrom: textIn2(body, "effectiveFrom"),
    currency: textIn2(body, "currency"),
    charges: listIn2(body, "charges").map(chargeFrom),
    fees: listIn2(body, "fixedFees").map(feeFrom),
    minimumCommitment: amountIn(body, "minimumCommitment")
  };
}
function chargeFrom(json) {
  const body = objectIn2(json, "a charge");
  const meter = textIn2(body, "meter");
  return {
    ...{ key: textIn2(body, "key", meter), meter, filter: body["filter"], price: priceFrom(body) },
    included: amountIn(body, "included") ?? 0n,
    minimum: amountIn(body, "minimum"),
    maximum: amountIn(body, "maximum"),
    taxCode: textIn2(body, "taxCode", STANDARD)
  };
}
function feeFrom(json) {
  const body = objectIn2(json, "a fee");
  return {
    key: textIn2(body, "key"),
    amount: neededIn(body, "amount"),
    proration: oneOf(textIn2(body, "proration", "days"), ["days", "none"]),
    timing: oneOf(textIn2(body, "timing", "arrears"), ["advance", "arrears"]),
    taxCode: textIn2(body, "taxCode", STANDARD)
  };
}
function priceFrom(body) {
  const model = textIn2(body, "model");
  switch (model) {
    case "per_unit":
      return { model, price: neededIn(body, "unitPrice") };
    case "dynamic":
      return { model, price: amountIn(body, "multiplier") ?? 10n ** 12n };
    case "graduated":
    case "volume":
      return { model, tiers: listIn2(body, "tiers").map((tier) => tierFrom(tier, "unitPrice")) };
    case "graduated_percentage":
      return { model, tiers: listIn2(body, "tiers").map((tier) => tierFrom(tier, "ratePercent")) };
    case "package":
      return {
        ...{ model, price: neededIn(body, "packagePrice"), size: neededIn(body, "packageSize") },
        rounding: oneOf(textIn2(body, "rounding", "up"), ["up", "down"])
      };
    case "percentage":
      return percentageFrom(body);
    default:
      throw new BadTerms(`there is no price model ${JSON.stringify(model)}`);
  }
}
function percentageFrom(body) {
  const free = body["freeEvents"];
  return {
    model: "percentage",
    percent: neededIn(body, "ratePercent"),
    perEvent: amountIn(body, "fixedPerEvent") ?? 0n,
    freeEvents: typeof free === "number" ? BigInt(free) : void 0,
    freeAmount: amountIn(body, "freeAmount"),
    least: amountIn(body, "minimumPerEvent"),
    most: amountIn(body, "maximumPerEvent")
  };
}
function tierFrom(json, price) {
  const body = objectIn2(json, "a tier");
  return {
    upTo: body["upTo"] === null ? void 0 : neededIn(body, "upTo"),
    flatFee: amountIn(body, "flatFee") ?? 0n,
    price: price === "unitPrice" ? amountIn(body, price) ?? 0n : neededIn(body, price),
    packageSize: amountIn(body, "packageSize")
  };
}
function objectIn2(json, what) {
  if (isObject(json)) return json;
  throw new BadTerms(`${what} is an object, got ${JSON.stringify(json)}`);
}
function textIn2(body, name, otherwise) {
  const value = body[name] ?? otherwise;
  if (typeof value === "string") return value;
  throw new BadTerms(`${name} is a text, got ${JSON.stringify(value)}`);
}
function listIn2(body, name) {
  const value = body[name] ?? [];
  if (Array.isArray(value)) return value;
  throw new BadTerms(`${name} is a list, got ${JSON.stringify(value)}`);
}
function amountIn(body, name) {
  return body[name] === void 0 ? void 0 : neededIn(body, name);
}
function neededIn(body, name) {
  const units = unitsOf(body[name], PLACES);
  if (units !== void 0 && units >= 0n) return units;
  throw new BadTerms(
    `${name} is a decimal of at most 12 places, got ${JSON.stringify(body[name])}`
  );
}
function oneOf(text, values) {
  const found2 = values.find((value) => value === text);
  if (found2 !== void 0) return found2;
  throw new BadTerms(`one of ${values.join(", ")} is wanted, got ${JSON.stringify(text)}`);
}

// src/void.ts
var shownKinds = /* @__PURE__ */ new Set([
  ...["invoice", "statement", "credit-note", "payee-statement"]
]);
function unshownFindings(document, shown) {
  const kind = textIn(document, "kind");
  if (shownKinds.has(kind)) return void 0;
  const id = textIn(document, "id");
  const { invoice } = document;
  const of = typeof invoice === "string" ? ` of ${invoice}` : "";
  const booked = found("booked", shown["id"] === id || of !== "" && shown["id"] === invoice, {
    so: `What was booked is ${kind} ${id}${of}, and the file beside it is of that.`,
    not: `What was booked is ${kind} ${id}${of}. The file beside it is of something else.`
  });
  if (kind === "void") return [booked];
  return [
    booked,
    unknown(
      "kind",
      `A document of the kind ${kind} is not read here: the log has it, and nothing that the file beside it says was checked.`
    )
  ];
}
function voidFindings(document, invoice) {
  const check2 = "void";
  if (invoice === void 0)
    return [
      unknown(
        check2,
        `What it takes back is in ${numberOf(document)}: give that and its proof, too.`
      )
    ];
  const same = ["customer", "currency", "period", "attempt", "recognised", "subtotal", "total"];
  const isOf2 = invoice["kind"] === "invoice" && same.every((name) => isSame(document[name], invoice[name])) && textIn(document, "invoiceNumber") === textIn(invoice, "number");
  const isForgiven = document["afterwards"] === "forgive";
  const billed = objectsIn(document, "billed");
  const undone = isForgiven ? [] : objectsIn(invoice, "billed").map(negated);
  return [
    found(check2, isOf2, {
      so: `It undoes ${numberOf(document)}: the same month, sums and payer.`,
      not: `It does not undo ${numberOf(document)} as it was: another month, payer or sum.`
    }),
    found("taken-back", isSame(billed, undone) && isCarriedBack(document, invoice), {
      so: isForgiven ? `The month stays closed, and is forgiven: nothing of it is billed again. ${carriedBack}` : `All that it had billed is taken back, and the month is billed again. ${carriedBack}`,
      not: "What it takes back is not what the invoice had billed and carried."
    })
  ];
}
var carriedBack = "What was carried into it is carried again.";
var numberOf = ({ invoiceNumber, invoice }) => String(invoiceNumber ?? invoice);
var isSame = (a, b) => a !== void 0 && b !== void 0 && canonical(a) === canonical(b);
var negated = (one2) => ({
  ...one2,
  quantity: String(-unitsIn(one2, "quantity")),
  exact: String(-unitsIn(one2, "exact"))
});
function isCarriedBack(document, invoice) {
  const [now, then] = [objectsIn(document, "carry"), objectsIn(invoice, "carry")];
  return now.length === then.length && now.every((own, at) => {
    const change = objectIn({ change: then[at] ?? null }, "change");
    const of = (from, name) => unitsIn(from, name);
    const rest = of(own, "residueIn") + of(change, "residueIn") - of(change, "residueOut");
    const nanos = floorOf(rest, EXACT_PER_NANO);
    return own["taxCode"] === change["taxCode"] && canonical(own["taxed"] ?? null) === canonical(change["taxed"] ?? null) && of(own, "out") === of(own, "in") + of(change, "in") - of(change, "out") + nanos && of(own, "residueOut") === rest - nanos * EXACT_PER_NANO;
  });
}

// src/opened.ts
var isUnreadable = (error) => [BadEntry, BadJson, BadContent, BadTerms].some((kind) => error instanceof kind);
async function opened({ name, document, proof: text }, signed2) {
  const findings = [];
  const proof = proofFrom(text);
  if (proof === void 0)
    return {
      name,
      findings: [fails("proof", "The proof is no c2sp.org/tlog-proof@v1 with an opened entry.")]
    };
  const { checkpoint, finding } = await signed2(proof.checkpoint);
  findings.push(finding);
  if (checkpoint === void 0) return { name, findings };
  try {
    const entry = await entryFrom(proof.extra);
    findings.push(await inclusion(entry, proof, checkpoint));
    const shown = documentFrom(document);
    const unshown = unshownFindings(entry.document, shown);
    if (unshown !== void 0)
      return { name, findings: [...findings, ...unshown], checkpoint, entry };
    const kept = { document: entry.document, content: contentOf(entry.document) };
    findings.push(sameFacts(kept), ...shownFindings(shown, kept.content));
    const whole = { name, findings, checkpoint, entry, kept, isVoid: shown["status"] === "void" };
    if (entry.document["kind"] !== "payee-statement") return whole;
    const { behind, checkpoints, ...more } = await openedBehind(text, entry, signed2);
    findings.push(...more.findings);
    return { ...whole, checkpoints, ...behind !== void 0 && { behind } };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return {
      name,
      findings: [...findings, fails("entry", `It cannot be read: ${error.message}.`)]
    };
  }
}
function documentFrom(text) {
  const document = jsonFrom(text);
  if (isObject(document)) return document;
  throw new BadJson("a document is an object");
}
async function inclusion({ commitment, seq, index }, proof, checkpoint) {
  const leaf = await leafHash(commitment);
  return found("included", await isIncluded(leaf, proof.index, checkpoint, proof.hashes), {
    so: `Entry ${proof.index} of it is the commitment to document ${index + 1} of block ${seq} of the books, which is opened here.`,
    not: `Entry ${proof.index} of it is not the commitment to what is opened here.`
  });
}

// src/anchors.ts
var check = "anchored";
async function anchorFindings(files, blocks, checkpoints) {
  const anchored = await Promise.all(
    checkpoints.map(async ({ text, checkpoint: { size } }) => ({
      ...{ size, digest: await sha256(utf8(noteFrom(text)?.text ?? "")) }
    }))
  );
  const findings = await Promise.all(files.map((file) => findingsOf(file, blocks, anchored)));
  return findings.flat();
}
async function findingsOf({ name, bytes }, blocks, anchored) {
  try {
    const transaction = objectIn3(textFrom(bytes) ?? "");
    if (transaction !== void 0) return [transactionFinding(name, transaction, blocks, anchored)];
    const { digest, attestations } = await openTimestampsFrom(bytes);
    const own = anchored.find((one2) => areSame(one2.digest, digest));
    if (own === void 0) return [unknown(check, ofNone(name))];
    return await attested(own, attestations, blocks);
  } catch (error) {
    if (!(error instanceof BadTimestamps)) throw error;
    return [fails(check, `${name} is no anchor: ${error.message}.`)];
  }
}
var ofNone = (name) => `${name} is of no checkpoint that was given: give the one that was anchored with --checkpoint.`;
function objectIn3(text) {
  try {
    const value = jsonFrom(text);
    return isObject(value) ? value : void 0;
  } catch (error) {
    if (!(error instanceof BadJson)) throw error;
    return void 0;
  }
}
async function attested({ size }, attestations, blocks) {
  const headers = (await Promise.all(blocks.map(headerFrom))).filter((one2) => one2 !== void 0);
  const of = `The checkpoint of ${size} entries`;
  const said = attestations.map((one2) => {
    if (one2.kind === "other") return unknown(check, `${of} is attested by what is not known here.`);
    if (one2.kind === "pending")
      return unknown(
        check,
        `${of} is promised to be stamped by ${one2.calendar}, and no more: ask it for the rest.`
      );
    const header = headers.find(({ root: root2 }) => areSame(root2, one2.root));
    if (header !== void 0)
      return holds(
        check,
        `${of} was there before ${header.time}: a block ${header.hash} of Bitcoin has it. Ask a node of yours whether that is block ${one2.height}.`
      );
    const root = hex(one2.root.toReversed());
    return unknown(
      check,
      `${of} is said to be in block ${one2.height} of Bitcoin, whose Merkle root then is ${root}: give its header with --block.`
    );
  });
  const sound = said.filter(({ state }) => state === "holds");
  if (sound.length > 0) return sound;
  return said.length === 0 ? [unknown(check, `${of} is attested by nobody.`)] : said;
}
var HEADER = /^[0-9a-f]{160}$/i;
async function headerFrom(text) {
  const digits = text.trim();
  if (!HEADER.test(digits)) return void 0;
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const view = new DataView(bytes.buffer);
  const hash = hex((await sha256(await sha256(bytes))).toReversed());
  const bits = view.getUint32(72, true);
  const target = BigInt(bits % 8388608) << 8n * BigInt(Math.max(0, (bits >>> 24) - 3));
  if (BigInt(`0x${hash}`) > target) return void 0;
  const time = new Date(view.getUint32(68, true) * 1e3).toISOString().replace(".000Z", "Z");
  return { hash, root: bytes.slice(36, 68), time };
}
function transactionFinding(name, transaction, blocks, anchored) {
  const [input, hash, blockHash] = ["input", "hash", "blockHash"].map((key) => transaction[key]);
  if (typeof input !== "string" || !/^0x(?:[0-9a-f]{2})*$/i.test(input) || typeof hash !== "string")
    return fails(check, `${name} is no anchor: a transaction has hash and input.`);
  const data = input.slice(2).toLowerCase();
  const own = anchored.find(({ digest }) => hasBytes(data, hex(digest)));
  if (own === void 0) return unknown(check, ofNone(name));
  const block = blocks.map(objectIn3).find((one2) => one2 !== void 0 && one2["hash"] === blockHash);
  const time = timeOf(block?.["timestamp"]);
  const when = time === void 0 ? "" : ` before ${time}`;
  const what = `The checkpoint of ${own.size} entries was there${when}`;
  if (typeof blockHash !== "string")
    return unknown(
      check,
      `${name} has the checkpoint of ${own.size} entries, and is in no block yet.`
    );
  return holds(
    check,
    `${what}: the call data of transaction ${plain(hash)} has it, in block ${plain(blockHash)}. Ask a node of yours for both.`
  );
}
function hasBytes(data, digits) {
  for (let at = data.indexOf(digits); at >= 0; at = data.indexOf(digits, at + 1))
    if (at % 2 === 0) return true;
  return false;
}
var plain = (text) => text.replace(/[^0-9a-zA-Z]/g, "?").slice(0, 80);
function timeOf(value) {
  const seconds = Number(value);
  const isTime = value !== void 0 && Number.isSafeInteger(seconds) && seconds > 0;
  if (!isTime || seconds > 253402300799) return void 0;
  return new Date(seconds * 1e3).toISOString().replace(".000Z", "Z");
}

// src/policy.ts
var BadPolicy = class extends Error {
};
var EACH_MAX = 32;
var NONE = "none";
var CONTROLS2 = /[^\t\P{Cc}]|[\u0080-\u009f]/u;
async function policyFrom(text) {
  const draft = {
    ...{ logs: [], witnesses: [], groups: [] },
    ...{ keys: /* @__PURE__ */ new Set(), members: /* @__PURE__ */ new Set() }
  };
  for (const [index, line] of text.split("\n").entries()) {
    const wrong = CONTROLS2.test(line) ? "it has control characters" : await added(draft, line);
    if (wrong !== void 0) throw new BadPolicy(`line ${index + 1}: ${wrong}`);
  }
  const { logs, witnesses, groups, quorum } = draft;
  if (quorum === void 0) throw new BadPolicy("it has no quorum");
  if ([logs, witnesses, groups].some(({ length }) => length > EACH_MAX))
    throw new BadPolicy(`it has more than ${EACH_MAX} of a kind`);
  return { logs, witnesses, groups, quorum };
}
async function added(draft, line) {
  const [word, ...items] = line.split(/[ \t]+/).filter((item) => item !== "");
  if (word === void 0 || word.startsWith("#")) return void 0;
  if (word === "log") return addedLog(draft, items);
  if (word === "witness") return addedWitness(draft, items);
  if (word === "group") return addedGroup(draft, items);
  return word === "quorum" ? addedQuorum(draft, items) : `it begins with ${word}`;
}
async function addedLog(draft, items) {
  const [text = ""] = items;
  if (items.length < 1 || items.length > 2) return "it is log KEY [URL]";
  const key = await newKey(draft, text, ED25519);
  if (key === void 0) return "its key is none of a log, or is there twice";
  draft.logs.push(text);
  return void 0;
}
async function addedWitness(draft, items) {
  const [name = "", text = ""] = items;
  if (items.length < 2 || items.length > 3) return "it is witness NAME KEY [URL]";
  if (!isNew(draft, name)) return `the name ${name} is taken`;
  const key = await newKey(draft, text, COSIGNATURE);
  if (key === void 0) return "its key is none of a witness, or is there twice";
  draft.witnesses.push({ name, key });
  return void 0;
}
function addedGroup(draft, items) {
  const [name = "", wanted = "", ...members] = items;
  if (members.length === 0) return "it is group NAME all|any|NUMBER MEMBER ...";
  if (!isNew(draft, name)) return `the name ${name} is taken`;
  for (const member of members) {
    if (!isKnown(draft, member)) return `${member} is no witness or group of a line before`;
    if (draft.members.has(member)) return `${member} is a member twice`;
    draft.members.add(member);
  }
  const words = /* @__PURE__ */ new Map([
    ["any", 1],
    ["all", members.length]
  ]);
  const least = words.get(wanted) ?? (/^[1-9]\d{0,2}$/.test(wanted) ? Number(wanted) : Infinity);
  if (least > members.length) return `it wants ${wanted} of ${members.length}`;
  draft.groups.push({ name, least, members });
  return void 0;
}
function addedQuorum(draft, items) {
  const [name = ""] = items;
  if (items.length !== 1) return "it is quorum NAME";
  if (draft.quorum !== void 0) return "there is a quorum already";
  if (name !== NONE && !isKnown(draft, name))
    return `${name} is no witness or group of a line before`;
  draft.quorum = name;
  return void 0;
}
var isKnown = ({ witnesses, groups }, name) => [...witnesses, ...groups].some((one2) => one2.name === name);
var isNew = (draft, name) => name !== NONE && !isKnown(draft, name);
async function newKey(draft, text, kind) {
  const key = await keyFrom(text, kind);
  const bytes = key?.publicKey.join(",") ?? "";
  if (key === void 0 || draft.keys.has(bytes)) return void 0;
  draft.keys.add(bytes);
  return key;
}
async function quorumFindings(policy, checkpoints) {
  const findings = await Promise.all(
    checkpoints.map(async ({ text, checkpoint: { size } }) => {
      const note2 = noteFrom(text);
      return note2 === void 0 ? void 0 : quorumFinding(policy, note2, size);
    })
  );
  return findings.filter((one2) => one2 !== void 0);
}
async function quorumFinding(policy, note2, size) {
  const { witnesses, groups, quorum } = policy;
  const times = await Promise.all(witnesses.map(({ key }) => cosignedAt(note2, key)));
  const held = new Set(
    witnesses.flatMap(({ name }, at) => times[at] === void 0 ? [] : [name])
  );
  const said = witnesses.flatMap(({ name }, at) => {
    const time = times[at];
    return time === void 0 ? [] : [`${name} (${timeText(time)})`];
  });
  for (const { name, least, members } of groups) {
    if (members.filter((member) => held.has(member)).length >= least) held.add(name);
  }
  if (quorum === NONE) return void 0;
  const of = `the checkpoint of ${size} entries`;
  const count = `${said.length} of ${witnesses.length} witnesses`;
  if (held.has(quorum))
    return holds(
      "cosigned",
      `As many as the policy wants have cosigned ${of}: ${count}, ${said.join(", ")}.`
    );
  const names = said.length === 0 ? "none of them" : said.join(", ");
  return fails(
    "cosigned",
    `Too few have cosigned ${of} for the policy, which wants ${quorum}: ${names}.`
  );
}
var MS_PER_SECOND = 1000n;
var SECONDS_MAX = 253402300799n;
var timeText = (seconds) => seconds > SECONDS_MAX ? "at no time" : new Date(Number(seconds * MS_PER_SECOND)).toISOString().replace(".000Z", "Z");

// src/others.ts
async function othersFindings(texts, signed2, { policy, anchors = [], blocks = [] }) {
  const read2 = await Promise.all(
    texts.map(async (text) => ({ text, checkpoint: (await signed2(text)).checkpoint }))
  );
  const sound = read2.flatMap(
    ({ text, checkpoint }) => checkpoint === void 0 ? [] : [{ text, checkpoint }]
  );
  const cosigned = policy === void 0 ? [] : await quorumFindings(policy, sound);
  return [...cosigned, ...await anchorFindings(anchors, blocks, sound)];
}

// src/earned.ts
var meterKey = (month, meter) => JSON.stringify([month, meter]);
function comeOf(payee, documents, months) {
  const byMonth = /* @__PURE__ */ new Map();
  const byMeter = /* @__PURE__ */ new Map();
  const wrong = [];
  const unknown2 = /* @__PURE__ */ new Set();
  for (const document of documents.filter(isShare2)) {
    const month = textIn(document, "month");
    byMonth.set(month, (byMonth.get(month) ?? 0n) + signed(document));
    const grown = grownBy(document, months);
    if (grown === void 0) unknown2.add(month);
    else if (sumOf([...grown.values()]) !== signed(document)) wrong.push(textIn(document, "id"));
    for (const [meter, nanos] of grown ?? []) {
      const key = meterKey(month, meter);
      byMeter.set(key, (byMeter.get(key) ?? 0n) + nanos);
    }
  }
  const of = (kind) => sumOf(documents.filter((one2) => one2["kind"] === kind).map((one2) => unitsIn(one2, "amount")));
  const claims = documents.filter((one2) => one2["kind"] === "claim");
  return {
    ...{ byMonth, byMeter, wrong, unknown: [...unknown2] },
    earned: sumOf([...byMonth.values()]),
    claimed: sumOf(
      claims.map((one2) => (one2["payee"] === payee ? 1n : -1n) * unitsIn(one2, "amount"))
    ),
    paidOut: of("payout") - of("payout-return")
  };
}
var isShare2 = ({ kind }) => kind === "share" || kind === "share-reversal";
var signed = (document) => (document["kind"] === "share" ? 1n : -1n) * unitsIn(document, "amount");
function grownBy(document, months) {
  const [month, n] = [textIn(document, "month"), integerIn(document, "n")];
  const said = new Map(
    rowsIn(document, "earned", ["meter", "exact"]).map((row) => [
      textIn(row, "meter"),
      unitsIn(row, "exact")
    ])
  );
  const before = n === 1 ? { n: 0, exact: /* @__PURE__ */ new Map() } : months.get(month);
  if (before?.n !== n - 1) {
    months.delete(month);
    return void 0;
  }
  months.set(month, { n, exact: new Map([...before.exact, ...said]) });
  return new Map(
    [...said].map(([meter, exact]) => [
      meter,
      postedOf(exact) - postedOf(before.exact.get(meter) ?? 0n)
    ])
  );
}
var postedOf = (exact) => floorOf(exact, EXACT_PER_NANO);

// src/payee.ts
var account = [
  ...[["opening", 1n], ["earned", 1n], ["claimed", 1n]],
  ...[["vat", 1n], ["paidOut", -1n], ["withheld", -1n]]
];
function payeeFindings(statement, before) {
  return [
    accountFinding(statement),
    roundedFinding(statement),
    taxFinding(statement),
    beforeFinding(statement, before.last),
    ...behindFindings(statement, before),
    unknown(
      "split",
      "Which part of what was used is this payee’s is decided by shares, month by month: that is not read here."
    )
  ];
}
function accountFinding({ document, content }) {
  const shown = objectIn(content, "account");
  const isBooked = account.every(([name]) => nanosIn(shown, name) === bookedIn(document, name));
  const closing = account.reduce((sum, [name, sign]) => sum + sign * nanosIn(shown, name), 0n);
  const isSum = closing === nanosIn(shown, "closing") && closing === unitsIn(document, "closing") && isBooked;
  return found("account", isSum, {
    so: `The account is what was booked, and adds up to what is owed: ${textIn(shown, "closing")}.`,
    not: "The account does not add up to what is owed, or is not what was booked."
  });
}
function bookedIn(document, name) {
  if (name !== "vat" && name !== "withheld") return unitsIn(document, name);
  return document[name] === void 0 ? 0n : unitsIn(objectIn(document, name), "amount");
}
function roundedFinding({ content }) {
  const unit = unitOf(content);
  const lines = objectsIn(content, "lines");
  const exact = lines.map((line) => nanosIn(line, "exactAmount"));
  const units = nearest(sumOf(exact), unit);
  const cents = apportioned(exact, unit, units)?.map((one2) => one2 * unit);
  const isSum = lines.every((line, at) => nanosIn(line, "amount") === cents?.[at]) && nanosIn(content, "subtotal") === units * unit && nanosIn(content, "carriedOut") === sumOf(exact) - units * unit && carriedOf(lines) === nanosIn(content, "carriedIn");
  return found("subtotal", isSum, {
    so: `The subtotal is the sum of all lines, rounded once and together: ${textIn(content, "subtotal")}.`,
    not: "The lines do not add up to the subtotal and what is carried."
  });
}
var carriedOf = (lines) => exactOf(lines, "carried-in");
var exactOf = (lines, kind) => sumOf(lines.filter((one2) => one2["kind"] === kind).map((one2) => nanosIn(one2, "exactAmount")));
function taxFinding({ document, content }) {
  const [unit, subtotal] = [unitOf(content), nanosIn(content, "subtotal")];
  const isRate = (said) => nanosIn(said, "base") === subtotal && nanosIn(said, "amount") === taxOn(subtotal, textIn(said, "rate"), unit);
  const taxes = objectsIn(content, "taxes");
  const kept = isObject(content["withheld"]) ? [content["withheld"]] : [];
  const sum = (all) => sumOf(all.map((one2) => nanosIn(one2, "amount")));
  const total = subtotal + sum(taxes);
  const isSum = [...taxes, ...kept].every(isRate) && taxes.length <= 1 && sum(taxes) === bookedIn(document, "vat") && sum(kept) === bookedIn(document, "withheld") && nanosIn(content, "total") === total && nanosIn(content, "due") === total - sum(kept);
  return found("total", isSum, {
    so: `Tax and what is withheld are their rates of it, and what is due follows: ${textIn(content, "due")}.`,
    not: "Tax, what is withheld, the total and what is due do not follow from the subtotal."
  });
}
function beforeFinding({ document, content }, last) {
  const n = integerIn(document, "n");
  const isNext2 = last !== void 0 && integerIn(last.document, "n") === n - 1;
  if (n !== 1 && !isNext2)
    return unknown(
      "before",
      "What was owed before, and what was carried, is in the statement before this one: give that and its proof, too."
    );
  const [owed, carried] = isNext2 ? [unitsIn(last.document, "closing"), nanosIn(last.content, "carriedOut")] : [0n, 0n];
  const isSame2 = unitsIn(document, "opening") === owed && nanosIn(content, "carriedIn") === carried && integerIn(content, "ordinal") === n;
  return found("before", isSame2, {
    so: isNext2 ? "It begins with what the statement before left: what was owed, and what was carried." : "It is the first, and begins with nothing.",
    not: "It does not begin with what the statement before left."
  });
}
function behindFindings({ document, content, behind }, before) {
  if (behind?.isWhole !== true)
    return [
      unknown(
        "behind",
        "What it adds up was not given, or not all of it: give what farthing proofs payee writes."
      )
    ];
  const documents = behind.entries.map((entry) => entry.document);
  const come = comeOf(textIn(document, "payee"), documents, before.months);
  const isAll = ["earned", "claimed", "paidOut"].every(
    (name) => come[name] === unitsIn(document, name)
  );
  return [
    found("come", isAll, {
      so: "What was earned, claimed and paid out since the statement before is the sum of these documents: none is left out.",
      not: "What was earned, claimed and paid out is not the sum of these documents: one is left out, or made up."
    }),
    sharesFinding(come),
    linesFinding2(content, come),
    movementsFinding(content, documents)
  ];
}
function sharesFinding({ wrong, unknown: unsaid }) {
  if (wrong.length === 0 && unsaid.length > 0)
    return unknown(
      "shares",
      `What was earned of ${unsaid.join(", ")} before is with an earlier statement: give that and its proof, too.`
    );
  return found("shares", wrong.length === 0, {
    so: "Each posting of earnings is by how much the exact sum of its month has changed, meter by meter, cut to nanos.",
    not: `Not by how much what was earned has changed: ${wrong.join(", ")}.`
  });
}
function linesFinding2(content, { byMonth, byMeter, claimed }) {
  const lines = objectsIn(content, "lines");
  const ofMonth = (month) => lines.filter((line) => line["month"] === month);
  const sumOfLines = (all) => sumOf(all.map((line) => nanosIn(line, "exactAmount")));
  const isMetered = (month) => ofMonth(month).every((line) => {
    const { meter } = line;
    const earned = typeof meter === "string" ? byMeter.get(meterKey(month, meter)) : void 0;
    const own = ofMonth(month).filter((one2) => one2["meter"] === meter);
    return line["kind"] === "adjustment" || earned === void 0 || sumOfLines(own) === earned;
  });
  const months = /* @__PURE__ */ new Set([
    ...byMonth.keys(),
    ...lines.flatMap(({ month }) => typeof month === "string" ? month : [])
  ]);
  const isSum = [...months].every(
    (month) => sumOfLines(ofMonth(month)) === (byMonth.get(month) ?? 0n) && isMetered(month)
  ) && exactOf(lines, "claimed") === claimed;
  return found("lines", isSum, {
    so: "The lines of each month and meter add up to what was posted of it, to the nano.",
    not: "The lines of a month or a meter do not add up to what was posted of it."
  });
}
function movementsFinding(content, documents) {
  const moved = documents.filter(({ kind }) => kind === "payout" || kind === "payout-return");
  const movements = objectsIn(content, "movements");
  const further = content["furtherMovements"];
  const isSame2 = movements.every((one2) => {
    const own = moved.find(({ id }) => id === one2["id"]);
    if (own === void 0 || own["kind"] !== one2["kind"]) return false;
    const sign = own["kind"] === "payout" ? 1n : -1n;
    const fee = own["fee"] === void 0 ? 0n : sign * unitsIn(own, "fee");
    return nanosIn(one2, "amount") === sign * unitsIn(own, "amount") && (one2["fee"] === void 0 ? 0n : nanosIn(one2, "fee")) === fee;
  });
  const count = movements.length + (typeof further === "number" ? further : 0);
  return found("movements", isSame2 && count === moved.length, {
    so: `The payouts that it tells of are those that were booked: ${count}.`,
    not: "The payouts that it tells of are not those that were booked."
  });
}

// src/compared.ts
var isRated = ({ key: { kind } }) => kind !== "given" && kind !== "pass" && kind !== "term";
function comparisons(all) {
  const { expected, booked, isOwn: isOwn2 } = all;
  const own = booked.filter(isRated).map(({ text }) => text);
  const wanted = /* @__PURE__ */ new Set([...own, ...isOwn2 ? expected.map(({ text }) => text) : []]);
  const byText = new Map(expected.map((one2) => [one2.text, one2]));
  return [...wanted].flatMap((text) => {
    const none = { text, exact: 0n, says: `a charge that the plan does not have, ${text},` };
    return comparison(all, byText.get(text) ?? none);
  });
}
function comparison(all, one2) {
  const { bills, matched, isOwn: isOwn2, hasBefore, doubtful, month } = all;
  const billed = bills.filter(({ text }) => text === one2.text).reduce((sum, { exact }) => sum + exact, 0n);
  const line = matched.find(({ billed: { text } }) => text === one2.text)?.line;
  if (line === void 0 && billed === 0n && one2.exact === 0n) return [];
  const named = line === void 0 ? month : `Line ${line.id}`;
  const isPart = line === void 0 ? one2.fee?.timing === "advance" : line.kind === "adjustment";
  if (isPart && isOwn2 && !hasBefore)
    return [
      unknown(
        "price",
        `${named}: ${one2.says} was charged before, or a part of it: give the document before, with its proof.`
      )
    ];
  const isDoubtful = [one2.text, ...one2.hangsOn ?? []].some((text) => doubtful.has(text));
  const finding = compared(one2, billed, named);
  if (finding.state === "fails" && all.undone.length > 0) return [afterUndone(named, all.undone)];
  return [finding.state === "fails" && isDoubtful ? perhapsLevel(named) : finding];
}
var afterUndone = (named, undone) => unknown(
  "price",
  `${named} does not follow from the documents given. ${undone.join(", ")} was made void, and what that took back is not shown.`
);
var perhapsLevel = (named) => unknown(
  "price",
  `${named} does not follow from its quantity alone, as it is for a part of a month. If its meter is of a level it may: give what explains the line.`
);
function compared({ exact, says, lacks }, billed, named) {
  const text = (amount) => textOf2(amount, EXACT_PLACES);
  if (exact === void 0 && lacks !== void 0)
    return unknown("price", `${named}: ${says} was not made again: ${lacks}.`);
  if (exact === void 0)
    return unknown(
      "price",
      `${named}: ${says} was not made again, as events cost something each, and how many or which is not said: give what explains the line, with its events.`
    );
  if (exact === billed)
    return holds("price", `${named}: ${says} comes to ${text(exact)}, as it was billed.`);
  return fails(
    "price",
    `${named}: ${says} comes to ${text(exact)}, and ${text(billed)} was billed.`
  );
}

// src/coupons.ts
function isFor({ charges, fees }, cost) {
  if (charges === void 0 && fees === void 0) return true;
  if (cost.kind === "commitment") return false;
  return (cost.kind === "fee" ? fees : charges)?.includes(cost.key) ?? false;
}
function couponsOf(coupons, costs) {
  const rooms = costs.map(roomOf);
  return coupons.flatMap((coupon) => {
    const own = rooms.filter(({ of }) => isFor(coupon, of.cost)).flatMap((room) => foundBy(coupon, room));
    const hangsOn = own.map(({ room: { of } }) => of.text);
    return [...offBy(coupon, own)].flatMap(([one2, off]) => {
      take(one2, off);
      return off === 0n ? [] : [{ ...takenOff(coupon, one2.room.of, off), hangsOn }];
    });
  });
}
function roomOf(of) {
  const { exact, cost } = of;
  const weights = cost.parts.flatMap(({ weight }) => weight ?? []);
  const isKnown2 = cost.parts.length === 1 || weights.length === cost.parts.length;
  const amounts = exact === void 0 || exact <= 0n || !isKnown2 ? cost.parts.map(() => exact !== void 0 && exact <= 0n ? 0n : void 0) : cost.parts.length === 1 ? [exact] : divided(exact, evenUnlessWeighed(weights));
  const parts = cost.parts.map(({ start }, place) => ({ start, left: amounts[place] }));
  return { of, left: exact !== void 0 && exact < 0n ? 0n : exact, parts };
}
var evenUnlessWeighed = (weights) => sumOf(weights) === 0n ? weights.map(() => 1n) : weights;
function foundBy({ start, end }, room) {
  const parts = room.parts.filter((one2) => start <= one2.start && one2.start < end);
  const lefts = parts.flatMap(({ left: left2 }) => left2 ?? []);
  const sum = lefts.length === parts.length ? sumOf(lefts) : void 0;
  const left = parts.length === room.parts.length ? room.left : sum;
  return parts.length === 0 || left === 0n ? [] : [{ room, parts, left }];
}
function take({ room, parts, left }, off) {
  room.left = off === void 0 || room.left === void 0 ? void 0 : room.left - off;
  const lefts = parts.flatMap((part) => part.left ?? []);
  const isKnown2 = off !== void 0 && left !== void 0 && lefts.length === parts.length;
  const taken = isKnown2 ? divided(off, lefts) : [];
  for (const [place, part] of parts.entries()) {
    const own = taken[place];
    part.left = own === void 0 || part.left === void 0 ? void 0 : part.left - own;
  }
}
var takenOff = ({ key }, { text, exact, says, fee }, off) => ({
  text: JSON.stringify(["coupon", key, text]),
  exact: off === void 0 ? void 0 : -off,
  says: `what the coupon ${key} takes off ${says}`,
  ...fee === void 0 ? {} : { fee },
  ...exact === void 0 ? {} : { lacks: "coupons count on some of the days, and what was used on these is not said" }
});
function offBy({ percent, amount = 0n, share }, rooms) {
  if (percent !== void 0)
    return new Map(
      rooms.map((room) => [
        room,
        room.left === void 0 ? void 0 : nearest(room.left * percent, 100n * ONE)
      ])
    );
  const isAhead = ({ room: { of } }) => of.fee?.timing === "advance";
  const all = shareOf(amount * ONE, share);
  const first = amountOff(all, rooms.filter(isAhead));
  const taken = sumOf([...first.values()].map((off) => off ?? 0n));
  const rest = [...first.values()].includes(void 0) ? void 0 : all - taken;
  const second = amountOff(
    rest,
    rooms.filter((room) => !isAhead(room))
  );
  return new Map(rooms.map((room) => [room, (first.has(room) ? first : second).get(room)]));
}
function amountOff(most, rooms) {
  const weights = rooms.flatMap(({ left }) => left ?? []);
  if (most === void 0 || weights.length < rooms.length)
    return new Map(rooms.map((room) => [room, void 0]));
  const sum = sumOf(weights);
  const parts = divided(most < sum ? most : sum, weights);
  return new Map(rooms.map((room, index) => [room, parts[index]]));
}
function divided(total, weights) {
  const sum = sumOf(weights);
  if (sum === 0n) return weights;
  const parts = weights.map((weight) => total * weight / sum);
  const over = Number(total - sumOf(parts));
  const first = weights.map((weight, index) => ({ rest: total * weight % sum, index })).sort((a, b) => a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1).slice(0, over).map(({ index }) => index);
  return parts.map((part, index) => first.includes(index) ? part + 1n : part);
}

// src/runs.ts
var chargeRuns = (stretches) => runsOf(
  stretches,
  ({ version: { charges } }) => charges.map((one2) => [meantBy(one2, charges), one2])
);
var commitmentRuns = (stretches) => runsOf(
  stretches,
  ({ version: { minimumCommitment: least } }) => least === void 0 ? [] : [[`${least}`, least]]
);
function runsOf(stretches, thingsIn) {
  const runs = [];
  let open = /* @__PURE__ */ new Map();
  for (const [index, stretch] of stretches.entries()) {
    const goingOn = isNext(stretches[index - 1], stretch) ? open : /* @__PURE__ */ new Map();
    open = /* @__PURE__ */ new Map();
    for (const [meant, of] of thingsIn(stretch)) {
      const at = goingOn.get(meant) ?? runs.length;
      runs[at] = joined2(runs[at], { ...stretch, of });
      open.set(meant, at);
    }
  }
  return runs;
}
var isNext = (before, stretch) => before?.plan === stretch.plan && before.end === stretch.start;
var joined2 = (run2, next) => run2 === void 0 ? next : { ...run2, end: next.end, share: { ...run2.share, to: next.share.to } };
function meantBy(charge, charges) {
  const { key, meter, price, included, minimum, maximum, taxCode } = charge;
  const filter = filterMeant(charge, charges);
  const parts = {
    key,
    meter,
    price: priceMeant(price),
    included,
    minimum: aboveZero(minimum),
    maximum,
    taxCode
  };
  return JSON.stringify(
    [filter, parts],
    (_, part) => typeof part === "bigint" ? `${part}` : part
  );
}
var aboveZero = (least) => least === 0n ? void 0 : least;
function priceMeant(price) {
  if (price.model !== "percentage") return price;
  const isNoneFree = price.freeEvents === 0n;
  return {
    ...price,
    least: aboveZero(price.least),
    ...isNoneFree ? { freeEvents: void 0, freeAmount: void 0 } : {}
  };
}
function filterMeant({ filter, meter }, charges) {
  if (filter !== "rest") return valuesMeant(filter);
  const others2 = charges.filter((one2) => one2.meter === meter && isObject(one2.filter));
  const texts = new Set(others2.map((one2) => valuesMeant(one2.filter)));
  return texts.size === 0 ? valuesMeant(void 0) : `but for ${JSON.stringify([...texts].sort())}`;
}
function valuesMeant(filter) {
  if (!isObject(filter)) return "[]";
  const values = Object.entries(filter).map(([name, some]) => {
    const texts = Array.isArray(some) ? some.map(canonical) : [];
    return [name, [...new Set(texts)].sort()];
  });
  return JSON.stringify(values.sort(([a], [b]) => a < b ? -1 : 1));
}

// src/month.ts
function expectedOf({
  stretches,
  coupons
}, ratedBy) {
  const partsOf2 = daysOf(stretches);
  const usage2 = chargeRuns(stretches).map((run2) => {
    const text = textOf3("usage", run2, run2.of.key);
    return { run: run2, text, rated: ratedBy(run2, text) };
  });
  const charges = usage2.flatMap(({ run: run2, text, rated: rated2 }) => [
    {
      cost: { kind: "usage", key: run2.of.key, parts: unweighed(partsOf2(run2)) },
      text,
      exact: rated2?.usage,
      says: `usage under the charge ${run2.of.key} of ${nameOf2(run2)}`
    },
    {
      cost: { kind: "minimum", key: run2.of.key, parts: partsOf2(run2) },
      text: textOf3("minimum", run2, run2.of.key),
      exact: run2.of.minimum === void 0 ? 0n : rated2?.minimum,
      says: `what brings the charge ${run2.of.key} of ${nameOf2(run2)} up to its minimum`
    }
  ]);
  const commitments = commitmentRuns(stretches).map((run2) => {
    const own = usage2.filter((one2) => one2.run.plan === run2.plan);
    const isKnown2 = own.every(({ rated: rated2 }) => rated2 !== void 0);
    const charged = own.reduce((sum, one2) => sum + chargedWithin(one2, run2.share), 0n);
    const least = shareOf(run2.of * ONE, run2.share);
    return {
      cost: { kind: "commitment", key: "", parts: partsOf2(run2) },
      text: textOf3("commitment", run2, ""),
      exact: isKnown2 ? least > charged ? least - charged : 0n : void 0,
      says: `what brings all charges of ${nameOf2(run2)} up to its commitment`
    };
  });
  const all = [...charges, ...commitments, ...feesOf(stretches)];
  return [...all, ...couponsOf(coupons, all)];
}
var daysOf = (stretches) => (run2) => stretches.filter(({ start }) => run2.start <= start && start < run2.end).map(({ start, share }) => ({ start, weight: BigInt(share.to - share.from) }));
var unweighed = (parts) => parts.map(({ start }) => ({ start, weight: void 0 }));
var nameOf2 = ({ plan, version }) => `${plan} from ${version.effectiveFrom}`;
var textOf3 = (kind, { plan, version, start }, key) => JSON.stringify([kind, plan, version.effectiveFrom, key, start]);
function chargedWithin({ run: run2, rated: rated2 }, { from, to }) {
  if (rated2 === void 0) return 0n;
  const own = run2.share;
  const inside = (day) => Math.min(Math.max(day, own.from), own.to) - own.from;
  if (own.to === own.from) return 0n;
  return shareOf(rated2.usage + rated2.minimum, {
    ...{ from: inside(from), to: inside(to), of: own.to - own.from }
  });
}
function feesOf(stretches) {
  const whole = /* @__PURE__ */ new Set();
  return stretches.flatMap(
    (stretch) => stretch.version.fees.flatMap((fee) => {
      const id = JSON.stringify([stretch.plan, fee.key]);
      if (fee.proration === "none" && whole.has(id)) return [];
      if (fee.proration === "none") whole.add(id);
      const parts = [{ start: stretch.start, weight: 1n }];
      const cost = { kind: "fee", key: fee.key, parts };
      return [{ ...feeOf(stretch, fee), fee, cost }];
    })
  );
}
function feeOf(stretch, fee) {
  const amount = fee.amount * ONE;
  return {
    text: textOf3("fee", stretch, fee.key),
    exact: fee.proration === "none" ? amount : shareOf(amount, stretch.share),
    says: `the fee ${fee.key} of ${nameOf2(stretch)}`
  };
}

// src/rating.ts
var WHOLE2 = { from: 0, to: 1, of: 1 };
var HUNDRED = 100n;
var looksAtEach = (price) => price.model === "percentage" && [price.freeEvents, price.freeAmount, price.least, price.most].some((one2) => one2 !== void 0);
var countsEvents = (price) => price.model === "percentage" && !looksAtEach(price) && price.perEvent !== 0n;
function rated(charge, usage2, share = WHOLE2) {
  const amount = amountOf(charge, usage2, share);
  return amount === void 0 ? void 0 : limited(charge, amount < 0n ? 0n : amount, share);
}
function ratedLevel(charge, { quantity, level }, share) {
  if (isWhole(share) || charge.price.model === "per_unit")
    return rated(charge, { quantity }, share);
  const parts = partsOf(charge, { quantity: level }, WHOLE2);
  if (parts === void 0) return void 0;
  return limited(charge, sumOf(parts.map((part) => shareOf(part, share))), share);
}
function limited({ minimum, maximum }, amount, share) {
  const least = minimum === void 0 ? amount : shareOf(minimum * ONE, share);
  const most = maximum === void 0 ? amount : shareOf(maximum * ONE, share);
  return {
    usage: amount > most ? most : amount,
    minimum: least > amount ? least - amount : 0n
  };
}
var amountOf = (charge, usage2, share) => {
  const parts = partsOf(charge, usage2, share);
  return parts === void 0 ? void 0 : sumOf(parts);
};
function partsOf({ price, included }, usage2, share) {
  const free = shareOf(included, share);
  const charged = usage2.quantity > free ? usage2.quantity - free : 0n;
  switch (price.model) {
    case "per_unit":
    case "dynamic":
      return [charged * price.price];
    case "package":
      return [packages(charged, price.size, price.rounding) * ONE * price.price];
    case "graduated":
      return entered(price.tiers, charged).flatMap(({ tier, units }) => tierParts(tier, units));
    case "volume":
      return entered(price.tiers, charged).slice(-1).flatMap(({ tier }) => tierParts(tier, charged));
    case "graduated_percentage":
      return entered(price.tiers, charged).flatMap(({ tier, units }) => [
        percentOf(units, tier.price),
        tier.flatFee * ONE
      ]);
    case "percentage":
      return percentageParts(price, usage2, share);
  }
}
var percentOf = (amount, percent) => amount * percent / HUNDRED;
function packages(quantity, size, rounding) {
  const full = quantity / size;
  return rounding === "up" && quantity % size !== 0n ? full + 1n : full;
}
function entered(tiers, quantity) {
  return tiers.flatMap((tier, index) => {
    const below = index === 0 ? 0n : tiers[index - 1]?.upTo ?? 0n;
    if (index > 0 && quantity <= below) return [];
    const until = tier.upTo === void 0 || tier.upTo > quantity ? quantity : tier.upTo;
    return [{ tier, units: until - below }];
  });
}
function tierParts({ price, packageSize, flatFee }, units) {
  const sold = packageSize === void 0 ? units : packages(units, packageSize, "up") * ONE;
  return [sold * price, flatFee * ONE];
}
function percentageParts(price, { quantity, count, values }, share) {
  if (looksAtEach(price)) {
    if (values === void 0) return void 0;
    return chargedFor(price, values, share).map((value) => eventAmount(price, value));
  }
  if (price.perEvent === 0n) return [percentOf(quantity, price.percent)];
  if (count === void 0) return void 0;
  return [percentOf(quantity, price.percent), count * ONE * price.perEvent];
}
function eventAmount({ percent, perEvent, least, most }, value) {
  const plain2 = percentOf(value, percent) + perEvent * ONE;
  if (most !== void 0 && plain2 > most * ONE) return most * ONE;
  return least !== void 0 && plain2 < least * ONE && value >= 0n ? least * ONE : plain2;
}
function chargedFor({ freeEvents, freeAmount }, values, share) {
  if (freeEvents === void 0 && freeAmount === void 0) return values;
  const atMost = freeEvents === void 0 ? BigInt(values.length) : shareOf(freeEvents, share);
  const positive = (value) => value > 0n ? value : 0n;
  let money2 = freeAmount === void 0 ? sumOf(values.map(positive)) : shareOf(freeAmount, share);
  for (const [index, value] of values.entries()) {
    if (BigInt(index) >= atMost) return values.slice(index);
    if (value > money2) return [value - money2, ...values.slice(index + 1)];
    money2 -= positive(value);
  }
  return [];
}

// src/priced-usage.ts
var MS_PER_DAY = 864e5;
function ratedRun(run2, usage2) {
  const { bills, explained } = usage2;
  const quantity = bills.reduce((sum, one2) => sum + one2.quantity, 0n);
  if (explained !== void 0 && isLevel(explained)) return levelRun(run2, quantity, usage2);
  const counted4 = { quantity, ...valuesIn(explained, run2.of.price) };
  return rated(run2.of, { ...counted4, ...countIn(run2, usage2, quantity) }, run2.share);
}
function levelRun(run2, quantity, { period: { start, end }, explained }) {
  const days = Math.round((end - start) / MS_PER_DAY);
  const isOther = Math.abs(days - run2.share.of) > 2 || run2.end === end && run2.share.to !== run2.share.of;
  if (isOther) return void 0;
  const share = { from: run2.start - start, to: run2.end - start, of: end - start };
  const level = explained?.monthQuantity ?? (isWhole(share) ? quantity : void 0);
  if (level === void 0)
    return run2.of.price.model === "per_unit" ? rated(run2.of, { quantity }, share) : void 0;
  return quantity === shareOf(level, share) ? ratedLevel(run2.of, { quantity, level }, share) : void 0;
}
function countIn(run2, { bills, lines, explained }, quantity) {
  const { price } = run2.of;
  if (!countsEvents(price) || price.model !== "percentage") return {};
  if (explained?.values !== void 0) return { count: BigInt(explained.values.length) };
  const line = lines.find(({ kind }) => kind === "usage");
  const step = line?.steps?.find(({ of }) => of === "events");
  const units = unitsOf(step?.["quantity"], PLACES);
  if (units !== void 0) return { count: units / ONE };
  const billed = sumOf(bills.map(({ exact }) => exact));
  const rest = billed - quantity * price.percent / 100n;
  const each = price.perEvent * ONE;
  return { count: rest <= 0n ? 0n : (rest + each - 1n) / each };
}
var valuesIn = (explained, price) => looksAtEach(price) && explained?.values !== void 0 ? { values: explained.values } : {};

// src/term.ts
function termFindings(shown, closings, undone) {
  const findings = [...missingFindings(shown, closings), ...saidFindings(shown, closings)];
  if (undone.length === 0) return findings;
  return findings.map(
    (one2) => one2.state === "fails" ? afterUndone("What is missing of the commitment", undone) : one2
  );
}
function missingFindings({ closing, lines }, closings) {
  return closings.flatMap(({ period, agreed }) => {
    const commitment = agreed?.commitment;
    if (commitment === void 0) return [];
    const { from, last, amount } = commitment;
    const term = { from, last };
    const isOf2 = ({ key, period: month }) => isMissing(key, from) ? month === period.month : month >= from && month <= last;
    if (period.month !== closing.period.month && !closing.billed.some(isOf2)) return [];
    const lacking = lackingOf(term, closings);
    const line = lines.find(
      ({ charge, kind }) => charge === "term-commitment" && kind === "minimum" === (period === closing.period)
    );
    const named = line === void 0 ? period.month : `Line ${line.id}`;
    const says = `what is missing of the commitment from ${from} to ${last}`;
    if (lacking !== void 0) return [unknown("price", `${named}: ${says} ${lacking}`)];
    const open = amount - usedOf(term, closings);
    const before = chargedOf(from, closings, (month) => month < period.month);
    const exact = (open > 0n ? open : 0n) - before;
    const billed = chargedOf(from, closings, (month) => month === period.month);
    return [compared({ exact, says }, billed, named)];
  });
}
function saidFindings({ content, closing }, closings) {
  const said = content["commitment"];
  if (!isObject(said)) return [];
  const until = { from: textIn(said, "from"), last: closing.period.month };
  const lacking = lackingOf(until, closings);
  if (lacking !== void 0)
    return [unknown("commitment", `What is used of the commitment ${lacking}`)];
  const used = usedOf(until, closings);
  const charged = chargedOf(until.from, closings, (month) => month <= until.last);
  const left = amountIn2(said, "amount") - used - charged;
  const isSaid = amountIn2(said, "used") === used && amountIn2(said, "charged") === charged && amountIn2(said, "left") === (left > 0n ? left : 0n);
  const text = textOf2(used, EXACT_PLACES);
  return [
    found("commitment", isSaid, {
      so: `What is used of the commitment from ${until.from} is what its months come to: ${text}.`,
      not: `Of the commitment from ${until.from}, ${text} is used, and ${textOf2(charged, EXACT_PLACES)} was charged as missing.`
    })
  ];
}
var amountIn2 = (said, name) => unitsOf(said[name] ?? "0", EXACT_PLACES) ?? -1n;
var isMissing = ({ kind, charge }, from) => kind === "term" && charge === from;
var counted3 = /* @__PURE__ */ new Set(["usage", "minimum", "commitment"]);
var sumOf2 = (closings, isOf2) => closings.flatMap(({ billed }) => billed.filter(isOf2)).reduce((sum, { exact }) => sum + exact, 0n);
var usedOf = ({ from, last }, closings) => sumOf2(closings, ({ key, period }) => counted3.has(key.kind) && period >= from && period <= last);
var chargedOf = (from, closings, isWanted) => sumOf2(closings, ({ key, period }) => isMissing(key, from) && isWanted(period));
function lackingOf({ from, last }, closings) {
  const closed = new Set(closings.map(({ period }) => period.month));
  const lacking = monthsOf(from, last).filter((month) => !closed.has(month));
  return lacking.length === 0 ? void 0 : `was not made again: give the documents of ${lacking.join(", ")}, with their proofs.`;
}
function monthsOf(from, last) {
  const [year = 0, number = 1] = from.split("-").map(Number);
  const months = [];
  for (let index = 0; index < 12; index += 1) {
    const month = new Date(Date.UTC(year, number - 1 + index)).toISOString().slice(0, 7);
    if (month > last) break;
    months.push(month);
  }
  return months;
}

// src/prices.ts
var RULES = 3;
var MS_PER_DAY2 = 864e5;
async function priceFindings(shown, sources) {
  const { closing } = shown;
  const months = /* @__PURE__ */ new Set([closing.period.month, ...closing.billed.map(({ period }) => period)]);
  const closings = [...standing(sources.before, closing), closing];
  const bills = closings.flatMap(({ billed }) => billed);
  const findings = [];
  for (const month of [...months].sort()) {
    const closed = closings.findLast(({ period }) => period.month === month);
    const asked = { shown, sources, month, bills: bills.filter(({ period }) => period === month) };
    findings.push(
      ...closed === void 0 ? openMonth(asked, month > closing.period.month) : await closedMonth(asked, closed)
    );
  }
  return [...findings, ...changeFindings(shown), ...termFindings(shown, closings, sources.undone)];
}
var standing = (before, now) => before.filter(
  (one2) => ![...before, now].some(
    ({ period, attempt }) => period.month === one2.period.month && attempt > one2.attempt
  )
);
var matchedIn = ({ lines, closing }) => matchedLines(lines, closing.billed).matched;
function openMonth({ shown, sources, month }, isToCome) {
  const own = matchedIn(shown).filter(({ billed }) => billed.period === month && isRated(billed));
  const off = isToCome ? offAhead(shown, own) : [];
  return own.map(({ line, billed }) => {
    if (!isToCome)
      return unknown(
        "price",
        `Line ${line.id} corrects ${month}: give the document that closed it, and those between, with their proofs.`
      );
    if (billed.key.kind === "coupon") {
      const says = `what a coupon takes off, ${billed.text},`;
      const expected = off.find(({ text }) => text === billed.text);
      return compared(expected ?? { exact: 0n, says }, billed.exact, `Line ${line.id}`);
    }
    return advanceFinding({ shown, line, billed }, sources);
  });
}
function offAhead({ closing }, own) {
  const fees = own.flatMap(
    ({ billed: { key, text, exact } }) => key.kind === "fee" ? [
      {
        text,
        exact,
        says: `the fee ${key.charge}`,
        cost: {
          ...{ kind: key.kind, key: key.charge },
          parts: [{ start: key.start, weight: 1n }]
        }
      }
    ] : []
  );
  return couponsOf(closing.agreed?.couponsAhead ?? [], fees);
}
function advanceFinding({ shown, line, billed }, { versions }) {
  const { key, period } = billed;
  const own = versions.find((one2) => isOfStretch(one2, { plan: key.plan, version: key.version }));
  if (own === void 0) return missing(key);
  const version = versionFrom(own.body);
  const fee = version.fees.find((one2) => one2.key === key.charge);
  const share = daysOf2(shown, line, period);
  if (fee === void 0 || fee.timing !== "advance" || share === void 0)
    return fails(
      "price",
      `Line ${line.id} is charged for ${period}, and the plan has no such fee.`
    );
  const stretch = { plan: key.plan, version, start: key.start, end: key.start, share };
  return compared(feeOf(stretch, fee), billed.exact, `Line ${line.id}`);
}
function daysOf2({ content }, { id }, month) {
  const line = objectsIn(content, "lines").find((one2) => one2["id"] === id);
  const period = line?.["period"];
  const { firstDay, lastDay, cycle } = isObject(period) ? period : {};
  if (typeof firstDay !== "string" || typeof lastDay !== "string") return void 0;
  const [year = 0, number = 0] = month.split("-").map(Number);
  const of = new Date(Date.UTC(year, number, 0)).getUTCDate();
  if (cycle !== void 0) return daysOfCycle({ firstDay, lastDay, cycle }, { month, of });
  const dayOf = (day) => day.startsWith(month) ? Number(day.slice(-2)) : 0;
  const share = { from: Math.max(dayOf(firstDay), 1) - 1, to: dayOf(lastDay), of };
  return isShare(share) ? share : void 0;
}
function daysOfCycle({
  firstDay,
  lastDay,
  cycle
}, { month, of }) {
  const first = isObject(cycle) && cycle["month"] === month ? cycle["firstDay"] : void 0;
  if (typeof first !== "string") return void 0;
  const daysTo = (day) => (Date.parse(day) - Date.parse(first)) / MS_PER_DAY2;
  const share = { from: daysTo(firstDay), to: daysTo(lastDay) + 1, of };
  return isShare(share) ? share : void 0;
}
async function closedMonth(asked, closed) {
  const { month, sources, shown } = asked;
  const { agreed } = closed;
  if (agreed === void 0 || agreed.rules < RULES)
    return [
      unknown(
        "price",
        `${month} was closed before all that it was rated by was kept, or by rules that are not known here: what it comes to was not made again.`
      )
    ];
  const terms = await termsFindings(agreed, sources);
  const stretches = stretchesOf(agreed, sources);
  if (stretches === void 0) return terms;
  const matched = matchedIn(shown).filter(({ billed }) => billed.period === month);
  const doubtful = /* @__PURE__ */ new Set();
  const expected = expectedOf({ stretches, coupons: agreed.coupons }, (run2, text) => {
    const lines = matched.filter(({ billed }) => billed.text === text).map(({ line }) => line);
    const explained = sources.explained.find(
      (one2) => one2.invoice === shown.content["id"] && lines.some(({ id }) => id === one2.line)
    );
    if (!isWhole(run2.share) && explained === void 0) doubtful.add(text);
    const bills = asked.bills.filter((one2) => one2.text === text);
    return ratedRun(run2, { bills, lines, period: closed.period, explained });
  });
  return [
    ...terms,
    ...tallied(asked, matched),
    ...comparisons({
      ...{ month, expected, matched, doubtful, bills: asked.bills },
      booked: shown.closing.billed.filter(({ period }) => period === month),
      isOwn: closed === shown.closing,
      undone: sources.undone,
      hasBefore: sources.before.some(({ billed }) => billed.some(({ period }) => period === month))
    })
  ];
}
var missing = ({ plan, version }) => unknown("terms", `The prices of ${plan} from ${version} were not given: give the plan.`);
async function termsFindings({ prices }, { versions }) {
  return Promise.all(prices.map((one2) => termsFinding(one2, versions)));
}
async function termsFinding(prices, versions) {
  const given = versions.filter((one2) => isOfStretch(one2, prices));
  if (given.length === 0) return missing(prices);
  const name = `${prices.plan} from ${prices.version}`;
  if (prices.digest === void 0)
    return unknown(
      "terms",
      `The log does not say what the prices of ${name} were, as the month was closed before it did: compare them with what was agreed.`
    );
  const digests = await Promise.all(
    given.map(async ({ body }) => base64(await sha256(utf8(canonical(body)))))
  );
  return found(
    "terms",
    digests.every((one2) => one2 === prices.digest),
    {
      so: `The prices of ${name} are those that the month was closed under: the log has their digest.`,
      not: `The prices of ${name} that were given are not those that the month was closed under.`
    }
  );
}
function stretchesOf({ stretches }, { versions }) {
  const all = stretches.map(({ plan, version, start, end, share }) => {
    const given = versions.find((one2) => isOfStretch(one2, { plan, version }));
    if (given === void 0 || !isShare(share)) return void 0;
    return { plan, version: versionFrom(given.body), start, end, share };
  });
  return all.includes(void 0) ? void 0 : all.filter((one2) => one2 !== void 0);
}
function tallied({ shown, sources, bills }, matched) {
  return sources.explained.filter(({ invoice }) => invoice === shown.content["id"]).flatMap((explained) => {
    const own = matched.find(({ line }) => line.id === explained.line);
    if (own === void 0) return [];
    const all = bills.filter(({ text }) => text === own.billed.text);
    const billed = all.reduce((sum, { quantity }) => sum + quantity, 0n);
    const json = objectsIn(shown.content, "lines").find(({ id }) => id === explained.line);
    return [talliesFinding(explained, { shown: json ?? null, billed })];
  });
}
var changeFindings = (shown) => matchedIn(shown).filter(({ billed }) => billed.key.kind === "given" || billed.key.kind === "pass").map(({ line, billed: { key } }) => {
  const by = key.kind === "given" ? "a wallet that was given money" : "a pass that was bought";
  return unknown(
    "wallet",
    `Line ${line.id} is what ${by} changes: what it had is in the payer's log of spending, and not in this one.`
  );
});

// src/token-keys.ts
var MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;
var TOKEN_TYPE = 2;
var DAY_MONTH = 7;
function isKeyProof(text) {
  const extra = proofFrom(text)?.extra;
  return extra !== void 0 && (textFrom(extra) ?? "").includes(String.raw`\"tokenKey\"`);
}
async function loggedTokenKeys(texts, signed2) {
  const shown = await Promise.all(texts.map((text) => shownBy2(text, signed2)));
  const keys = shown.flatMap(({ key }) => key ?? []);
  const findings = [...shown.flatMap((one2) => one2.findings), ...twoKeys(keys)];
  return {
    keys,
    checkpoints: shown.flatMap(({ checkpoint }) => checkpoint ?? []),
    findings: [...new Map(findings.map((one2) => [one2.says, one2])).values()]
  };
}
async function shownBy2(text, signed2) {
  const check2 = "token-key";
  const proof = proofFrom(text);
  if (proof === void 0)
    return { findings: [fails(check2, "A proof of a key is no c2sp.org/tlog-proof@v1.")] };
  const { checkpoint, finding } = await signed2(proof.checkpoint);
  if (checkpoint === void 0) return { findings: [finding] };
  try {
    const { entry, ...key } = openedFrom2(proof, checkpoint);
    const isIn = await isIncluded(await leafHash(entry), proof.index, checkpoint, proof.hashes);
    const named = `the key of the private pass ${key.privatePass} for ${key.month}`;
    return {
      ...isIn && { key },
      checkpoint,
      findings: [
        finding,
        found(check2, isIn, {
          so: `Entry ${proof.index} of it is ${named}.`,
          not: `Entry ${proof.index} of it is not ${named}, as it is given.`
        })
      ]
    };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { findings: [fails(check2, `A proof of a key cannot be read: ${error.message}.`)] };
  }
}
function openedFrom2({ extra }, { origin }) {
  const opening = canonicalObject(textFrom(extra) ?? "");
  const text = textIn(opening, "entry");
  const entry = canonicalObject(text);
  if (Object.keys(opening).length > 1 || Object.keys(entry).length !== 3)
    throw new BadEntry("it has members that nobody knows");
  const [privatePass, month] = [textIn(entry, "privatePass"), textIn(entry, "month")];
  if (!MONTH.test(month)) throw new BadEntry(`a key is of a month, got ${month}`);
  return {
    ...{ of: origin.replace(/\/\d{4}$/, ""), privatePass, month },
    ...{ bytes: keyBytes(textIn(entry, "tokenKey")), entry: utf8(text) }
  };
}
function keyBytes(text) {
  const plain2 = text.replace(/=+$/, "").replaceAll("-", "+").replaceAll("_", "/");
  const bytes = bytesFromBase64(plain2.padEnd(Math.ceil(plain2.length / 4) * 4, "="));
  if (bytes === void 0 || bytes.length === 0) throw new BadEntry("a key is base64url");
  return bytes;
}
function twoKeys(keys) {
  const own = grouped(
    keys,
    ({ of, privatePass, month }) => JSON.stringify([of, privatePass, month])
  );
  return [...own.values()].flatMap(
    ([first, ...others2]) => first === void 0 || others2.every(({ bytes }) => areSame(bytes, first.bytes)) ? [] : [
      fails(
        "token-key",
        `The private pass ${first.privatePass} has more than one key for ${first.month}: whoever buys by one of them can be told from the others.`
      )
    ]
  );
}
var directoriesFrom = (texts) => texts.flatMap((text) => {
  const directory = jsonFrom(text);
  if (!isObject(directory)) throw new BadEntry("a directory of keys is an object");
  return objectsIn(directory, "token-keys").filter((key) => integerIn(key, "token-type") === TOKEN_TYPE).map((key) => ({
    bytes: keyBytes(textIn(key, "token-key")),
    month: monthFrom(integerIn(key, "not-before"))
  }));
});
function monthFrom(seconds) {
  if (!Number.isSafeInteger(seconds) || seconds < 0 || seconds > 2 ** 33) return void 0;
  const text = new Date(seconds * 1e3).toISOString();
  return text.endsWith("-01T00:00:00.000Z") ? text.slice(0, DAY_MONTH) : void 0;
}
function directoryFindings(listed, { keys }) {
  const check2 = "directory";
  if (listed.length === 0) return [];
  const known = listed.map(({ bytes, month }) => ({
    month,
    logged: keys.find((key) => areSame(key.bytes, bytes))
  }));
  const other = known.find(({ month, logged }) => logged !== void 0 && logged.month !== month);
  if (other !== void 0)
    return [
      fails(
        check2,
        `The directory has the key of ${other.logged?.month ?? ""} as one of ${other.month ?? "no month"}.`
      )
    ];
  const missing2 = known.filter(({ logged }) => logged === void 0).length;
  return [
    missing2 === 0 ? holds(
      check2,
      `The directory has ${listed.length === 1 ? "one key, which is" : `${listed.length} keys, each of which is`} in the log.`
    ) : unknown(
      check2,
      `Of ${missing2} of the ${listed.length} keys of the directory, it was not proven that a log has them: it may be that of another seller. Buy by none of these.`
    )
  ];
}

// src/verify.ts
var BadFile = class extends Error {
};
function read(what, from) {
  try {
    return from();
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    throw new BadFile(`${what}: ${error.message}`);
  }
}
async function verified(asked) {
  const policy = asked.policy === void 0 ? void 0 : await policyIn(asked.policy);
  const keys = await keysFrom([...asked.keys, ...policy?.logs ?? []]);
  const plans = read("a plan", () => (asked.plans ?? []).map((text) => jsonFrom(text)));
  const explained = read("what explains a line", () => explainedFrom(asked.lines ?? []));
  const growths = read("a proof of consistency", () => (asked.consistency ?? []).map(growthFrom));
  const listed = read("a directory of keys", () => directoriesFrom(asked.directories ?? []));
  const leaves = read("a proof of events", () => eventProofsFrom(asked.events ?? []));
  const eventProofs = leaves.filter((one2) => !isKeyProof(one2));
  const signed2 = signedOnce(keys);
  const all = await Promise.all(asked.pairs.map((pair) => opened(pair, signed2)));
  const older = await Promise.all((asked.checkpoints ?? []).map(signed2));
  const proven = all.flatMap(({ entry }) => entry?.prices ?? []);
  const versions = read("a plan", () => versionsFrom(plans, proven));
  await addFindings(all, { versions, explained });
  const logged = await loggedEvents(eventProofs, signed2);
  const keyed = await loggedTokenKeys(leaves.filter(isKeyProof), signed2);
  const known = [
    ...[...all, ...older].flatMap(({ checkpoint }) => checkpoint ?? []),
    ...all.flatMap(({ checkpoints = [] }) => checkpoints),
    ...logged.checkpoints,
    ...keyed.checkpoints
  ];
  const log = [
    ...older.map(({ finding }) => finding),
    ...logged.findings,
    ...eventProofs.length === 0 ? [] : countedFindings(explained, logged.events),
    ...keyed.findings,
    ...directoryFindings(listed, keyed),
    ...await growthFindings(known, growths),
    ...await othersFindings(checkpointTexts({ ...asked, events: leaves }), signed2, {
      ...{ policy, anchors: asked.anchors, blocks: asked.blocks }
    })
  ];
  const documents = all.map(documentReport);
  const findings = [...log, ...documents.flatMap((one2) => one2.findings)];
  return { verdict: verdictOf(findings), documents, log };
}
var policyIn = (text) => policyFrom(text).catch((error) => {
  throw error instanceof BadPolicy ? new BadFile(`a policy: ${error.message}`) : error;
});
function signedOnce(keys) {
  const known = /* @__PURE__ */ new Map();
  return (text) => {
    const found2 = known.get(text) ?? signedCheckpoint(text, keys);
    known.set(text, found2);
    return found2;
  };
}
var verdictOf = (findings) => ["fails", "unknown"].find((state) => findings.some((one2) => one2.state === state)) ?? "holds";
async function keysFrom(texts) {
  return Promise.all(
    texts.map(async (text) => {
      const key = await keyFrom(text);
      if (key !== void 0) return key;
      throw new BadFile(`a key is a name, an id and Ed25519 bytes, by plus signs: got ${text}`);
    })
  );
}
async function addFindings(all, sources) {
  const sound = all.filter(({ findings }) => findings.every(({ state }) => state !== "fails")).flatMap(
    ({ entry, kept, behind, findings, isVoid = false }) => entry === void 0 || kept === void 0 ? [] : [{ entry, kept, behind, findings, isVoid }]
  ).toSorted(
    ({ entry: a }, { entry: b }) => a.seq === b.seq ? a.index - b.index : a.seq - b.seq
  );
  addVoids(
    all,
    sound.map(({ kept }) => kept.document)
  );
  const ofPayees = sound.filter(({ kept }) => kept.document["kind"] === "payee-statement");
  addPayees(ofPayees);
  const payers = grouped(
    sound.filter((one2) => !ofPayees.includes(one2)),
    ({ kept }) => kept.document["customer"]
  );
  for (const own of payers.values()) {
    const before = [];
    const closings = [];
    const undone = [];
    for (const { kept, findings, isVoid } of own) {
      if (before.some(({ document }) => document["id"] === kept.document["id"])) {
        findings.push(twice());
        continue;
      }
      findings.push(...await factFindings(kept, { before, closings, undone, sources }));
      before.push(kept);
      if (isVoid) undone.push(String(kept.document["number"]));
    }
  }
}
var twice = () => note("twice", "It was given twice: its sums and prices are checked once.");
function addVoids(all, documents) {
  for (const { entry, kept, findings } of all) {
    if (entry?.document["kind"] !== "void" || kept !== void 0) continue;
    if (findings.some(({ state }) => state === "fails")) continue;
    const { document } = entry;
    const invoice = documents.find(({ id }) => id === document["invoice"]);
    findings.push(...readFindings(() => voidFindings(document, invoice)));
  }
}
function addPayees(sound) {
  const payees = grouped(
    sound,
    ({ kept: { document } }) => JSON.stringify([document["payee"], document["currency"]])
  );
  for (const own of payees.values()) {
    const before = { last: void 0, months: /* @__PURE__ */ new Map() };
    for (const { kept, behind, findings } of own) {
      if (before.last?.document["id"] === kept.document["id"]) {
        findings.push(twice());
        continue;
      }
      const statement = { ...kept, behind };
      findings.push(...readFindings(() => payeeFindings(statement, before)));
      before.last = statement;
    }
  }
}
function readFindings(of) {
  try {
    return of();
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return [fails("entry", `It cannot be read: ${error.message}.`)];
  }
}
async function factFindings(kept, {
  before,
  closings,
  undone,
  sources
}) {
  try {
    if (kept.document["kind"] === "credit-note") return creditFindings(kept, before);
    const closing = closingFrom(kept.document);
    const shown = shownOf(kept.document, closing, kept.content);
    const findings = [
      ...sumFindings(shown),
      ...await priceFindings(shown, { ...sources, before: closings, undone })
    ];
    closings.push(closing);
    return findings;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return [fails("entry", `It cannot be read: ${error.message}.`)];
  }
}
function documentReport({ name, findings, kept }) {
  if (kept === void 0) return { name, findings };
  const { document, content } = kept;
  const text = (value) => typeof value === "string" ? value : "";
  const is = {
    ...{ id: text(content["id"]), kind: text(document["kind"]) },
    number: text(content["number"]) === "" ? null : text(content["number"]),
    // Of a statement of a payee, whose it is.
    ...{
      customer: text(content["customer"] ?? content["payee"]),
      currency: text(content["currency"])
    },
    total: text(content["total"])
  };
  return { name, is, findings };
}

// src/words.ts
var marks = {
  holds: "holds   ",
  fails: "FAILS   ",
  unknown: "UNKNOWN ",
  note: "note    "
};
var verdicts = {
  holds: "All of it holds.",
  fails: "Something does not hold: do not rely on it.",
  unknown: "Nothing is wrong, but not all could be checked with what was given: see what is unknown."
};
function titleOf({ name, is }) {
  if (is === void 0) return name;
  const { kind, number, id, customer, total, currency } = is;
  return `${name}: ${kind} ${number ?? id} for ${customer}, ${total} ${currency}`;
}
var lineOf = ({ state, says }) => `  ${marks[state]}${says}`;
var reportText = ({ documents, log, verdict }) => [
  ...documents.flatMap((one2) => [titleOf(one2), ...one2.findings.map(lineOf), ""]),
  ...log.length === 0 ? [] : ["The log", ...log.map(lineOf), ""],
  verdicts[verdict],
  ""
].join("\n");

// src/main.ts
var usage = `Checks bills with nothing of whoever made them.

  node verify.mjs DOCUMENT PROOF [DOCUMENT PROOF ...] --key KEY [options]
  node verify.mjs FOLDER [options]
  node verify.mjs --checkpoint FILE --key KEY [options]
  node verify.mjs --directory FILE --events FILE --key KEY

  DOCUMENT            an invoice, credit note or statement: the answer of GET /v1/invoices/{id};
                      or a payee's statement: the answer of GET /v1/payee-statements/{id}
  PROOF               its proof: the answer of GET /v1/invoices/{id}/proof, or of a payee's statement
  FOLDER              all files of a folder, such as a year's documents with their proofs, keys and prices: what is in
                      a file says what it is
  --key KEY           the key of the log, name+id+base64, or a file of such lines; once for each log. Of a log that
                      is named so, no key counts that lies in a folder
  --plan FILE         the prices: the answer of GET /v1/plans/{key}; where the proof does not have them
  --line FILE         where a line comes from: the answer of GET /v1/invoices/{id}/lines/{line}, a file for each page
  --events FILE       that the events of lines were counted: the answer of POST /v1/event-proofs, a file for each page
  --directory FILE    keys of private tokens: the answer of GET /.well-known/private-token-issuer-directory;
                      with --events, their proofs
  --checkpoint FILE   a checkpoint of the log that you kept from before
  --consistency FILE  that the log only grew between two checkpoints
  --anchor FILE       what shows since when a checkpoint was there: of OpenTimestamps, or a transaction of a chain;
                      or a folder of such files, with the checkpoints that were anchored, and blocks
  --block FILE        its block: a header of Bitcoin in hex, or what a node of the chain answers
  --policy FILE       whose cosignatures have to be below each checkpoint: C2SP tlog-policy
  --json              for programs
  --help

Give all documents of a payer together, from the first on: corrections of earlier months are checked by those.
Options may be given several times. Nothing is sent anywhere.

Exits with 0 if all holds, 1 if something does not, 3 if nothing is wrong but something could not be checked,
and 2 if it cannot begin.
`;
var exitCodes = { holds: 0, fails: 1, unknown: 3 };
var CANNOT_BEGIN = 2;
var BYTES_MAX = 64 * 1024 * 1024;
var FILES_MAX = 1e4;
var BadCommand = class extends Error {
};
var fileText = (path) => fileAs(path, (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
function fileAs(path, from) {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > BYTES_MAX) throw new BadCommand(`give files of at most 64 MB, got ${path}`);
    return from(bytes);
  } catch (error) {
    if (error instanceof BadCommand) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadCommand(`give files that can be read: ${path}: ${reason}`);
  }
}
var keysIn2 = (given) => /^[^+]+\+[0-9a-f]{8}\+/.test(given) ? [given] : fileText(given).split("\n").filter((line) => line.trim() !== "");
var one = { type: "string" };
var many = { type: "string", multiple: true };
var flag = { type: "boolean" };
var options = {
  ...{ key: many, plan: many, line: many, checkpoint: many, consistency: many },
  ...{
    events: many,
    directory: many,
    anchor: many,
    block: many,
    policy: one,
    json: flag,
    help: flag
  }
};
function commandOf(args) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new BadCommand(error instanceof Error ? error.message : String(error));
  }
}
async function run(args) {
  const { values, positionals } = commandOf(args);
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const [folder] = positionals;
  const sorted = positionals.length === 1 && folder !== void 0 && isFolder(folder) ? await sortedFiles(filesIn(folder)) : void 0;
  const folders = (values.anchor ?? []).filter(isFolder);
  const anchored = await Promise.all(folders.map((path) => sortedFiles(filesIn(path))));
  const asked = joined3(sorted?.asked ?? pairsIn(positionals, values), values, anchored);
  if (asked.keys.length === 0 && asked.policy === void 0) throw withoutKey();
  const report = await verified(asked);
  for (const line of [sorted, ...anchored].flatMap((one2) => one2?.left ?? []))
    process.stderr.write(`${line}
`);
  process.stdout.write(
    values.json === true ? `${JSON.stringify(report, void 0, 2)}
` : reportText(report)
  );
  const isLacking = sorted?.isLacking === true && report.verdict === "holds";
  return exitCodes[isLacking ? "unknown" : report.verdict];
}
var withoutKey = () => new BadCommand("give the key of the log with --key");
function pairsIn(positionals, values) {
  const isAlone = (values.checkpoint ?? values.directory ?? values.anchor) !== void 0;
  if (positionals.length % 2 !== 0 || positionals.length === 0 && !isAlone)
    throw new BadCommand(
      `give each document with its proof, or one folder; got ${positionals.length} files`
    );
  const { key, policy, anchor } = values;
  if ((key ?? policy ?? anchor) === void 0) throw withoutKey();
  return {
    pairs: positionals.flatMap(
      (name, index) => index % 2 === 1 ? [] : [{ name, document: fileText(name), proof: fileText(positionals[index + 1] ?? "") }]
    ),
    keys: []
  };
}
function joined3(asked, values, folders) {
  const found2 = (of) => [asked, ...folders.map((one2) => one2.asked)].flatMap((one2) => of(one2) ?? []);
  const texts = (own, paths) => [...own ?? [], ...(paths ?? []).map(fileText)];
  const anchors = (values.anchor ?? []).filter((path) => !isFolder(path)).map((name) => ({
    name,
    bytes: fileAs(name, (all) => all)
  }));
  return {
    pairs: asked.pairs,
    ...trusted(
      found2(({ keys }) => keys),
      asked.policy,
      values
    ),
    plans: texts(asked.plans, values.plan),
    lines: texts(asked.lines, values.line),
    anchors: [...found2((one2) => one2.anchors), ...anchors],
    blocks: texts(
      found2((one2) => one2.blocks),
      values.block
    ),
    checkpoints: texts(
      found2((one2) => one2.checkpoints),
      values.checkpoint
    ),
    consistency: texts(
      found2((one2) => one2.consistency),
      values.consistency
    ),
    events: texts(asked.events, values.events),
    directories: texts(asked.directories, values.directory)
  };
}
var LOG_LINE = /^[ \t]*log[ \t]+(\S+).*$/gm;
var logOf = (key) => key.trim().split("+", 1)[0] ?? "";
function trusted(keys, policy, values) {
  const named = (values.key ?? []).flatMap(keysIn2);
  const ofPolicy = values.policy === void 0 ? void 0 : fileText(values.policy);
  const lines = [...(ofPolicy ?? "").matchAll(LOG_LINE)].map(([, key = ""]) => key);
  const logs = new Set([...named, ...lines].map(logOf));
  const wanted = ofPolicy ?? policy?.replace(LOG_LINE, (line, key) => logs.has(logOf(key)) ? "" : line);
  return {
    keys: [...keys.filter((key) => !logs.has(logOf(key))), ...named],
    ...wanted === void 0 ? {} : { policy: wanted }
  };
}
function isFolder(path) {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
function filesIn(folder) {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name).sort();
  if (names.length > FILES_MAX)
    throw new BadCommand(`give a folder of at most ${FILES_MAX} files, got ${names.length}`);
  return names.map((name) => ({ name, bytes: fileAs(`${folder}/${name}`, (all) => all) }));
}
try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const isMeant = error instanceof BadCommand || error instanceof BadFile;
  const fault = error instanceof Error ? error.stack ?? error.message : String(error);
  process.stderr.write(isMeant ? `${error.message}

${usage}` : `${fault}
`);
  process.exitCode = CANNOT_BEGIN;
}
