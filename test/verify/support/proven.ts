import { documentsIn } from '../../../core/books/block.ts';
import type { BooksDocument } from '../../../core/books/document.ts';
import { contentOf } from '../../../core/books/kinds/kinds.ts';
import type { BooksLog } from '../../../core/books/ports.ts';
import { verifierKeyText } from '../../../core/tlog/note.ts';
import { documentProof } from '../../../core/transparency/prove.ts';
import { sequence } from '../../../core/transparency/sequence.ts';
import { originOf } from '../../../core/transparency/year-log.ts';
import {
  inMemoryLogSigner,
  inMemoryLogSpans,
  inMemoryLogTiles,
  inMemoryOpenerSalts,
  inMemoryYearLogs,
} from '../../fakes/transparency.ts';

const host = 'farthing.example';
const tenant = 'acme';

/** A document of the books with its place, as it is answered, and its proof. */
export interface Proven {
  readonly document: BooksDocument;
  readonly answer: string;
  readonly proof: string;
}

/** Brings a log up to some books, and proves every document that shows something. */
export async function provenBooks(log: BooksLog) {
  let byte = 0;
  const ports = {
    ...{ log, logs: inMemoryYearLogs(), spans: inMemoryLogSpans(), tiles: inMemoryLogTiles() },
    ...{ salts: inMemoryOpenerSalts(), signer: inMemoryLogSigner(), host },
    random: {
      bytes: (count: number) => {
        byte += 1;
        return new Uint8Array(count).fill(byte);
      },
    },
  };
  const done = await sequence(ports, tenant, { isShort: () => false });
  if (done !== 'done') throw new Error('the log has come up to the books');
  const placed = await placedIn(log);
  const proven: Proven[] = [];
  for (const one of placed) {
    const content = contentOf(one.document);
    if (content === undefined) continue;
    const proof = await documentProof(ports, tenant, one);
    const answer = JSON.stringify({ ...JSON.parse(content), documents: {}, reasons: [] });
    proven.push({ document: one.document, answer, proof });
  }
  const publicKey = await ports.signer.publicKey();
  if (publicKey === 'unavailable') throw new Error('there is a key');
  const years = [
    ...new Set(placed.map(({ document }) => new Date(document.recordedAt).getUTCFullYear())),
  ];
  const keys = years.map((year) =>
    verifierKeyText({ name: originOf(host, { tenant, year }), algorithm: 'ed25519', publicKey }),
  );
  return { proven, keys, ports };
}

async function placedIn(log: BooksLog) {
  const placed: { seq: number; index: number; document: BooksDocument }[] = [];
  for (let after = 0, more = true; more; ) {
    const page = await log.read(tenant, after, 'strong');
    for (const { seq, bytes } of page.blocks)
      placed.push(...documentsIn(bytes).map((document, index) => ({ seq, index, document })));
    after = page.blocks.at(-1)?.seq ?? after;
    more = page.more;
  }
  return placed;
}

/** Pairs as the program is given them. */
export const pairsOf = (proven: readonly Proven[]) =>
  proven.map(({ document: { id }, answer, proof }) => ({ name: id, document: answer, proof }));
