// What @sigstore/verify says of checkpoints and of inclusion: node sigstore.mjs < cases.json.
import { createPublicKey } from 'node:crypto';
import { text } from 'node:stream/consumers';
import checkpoints from '@sigstore/verify/dist/tlog/checkpoint.js';
import merkle from '@sigstore/verify/dist/tlog/merkle.js';

const { vkey, claims } = JSON.parse(await text(process.stdin));
const [name, id, ...encoded] = vkey.split('+');
const head = Buffer.from('302a300506032b6570032100', 'hex');
const bytes = Buffer.from(encoded.join('+'), 'base64').subarray(1);
const publicKey = createPublicKey({
  key: Buffer.concat([head, bytes]),
  format: 'der',
  type: 'spki',
});
const log = { logID: Buffer.from(id, 'hex'), baseURL: `https://${name}`, publicKey };

const holds = ({ now, entry, index, hashes }) => {
  const inclusionProof = {
    checkpoint: { envelope: now },
    logIndex: String(index),
    hashes: hashes.map((hash) => Buffer.from(hash, 'base64')),
  };
  const logged = { inclusionProof, canonicalizedBody: Buffer.from(entry, 'base64') };
  try {
    merkle.verifyMerkleInclusion(logged, checkpoints.verifyCheckpoint(logged, [log]));
    return true;
  } catch {
    return false;
  }
};
console.log(JSON.stringify(claims.map(holds)));
