import type { DocumentForm } from '../contract/invoices/invoice.ts';
import { sha256 } from '../kernel/digest.ts';
import { invariant } from '../kernel/invariant.ts';
import {
  type DocumentForms,
  indexIn,
  indexLength,
  indexRange,
  type PartIndex,
  type PlacedForm,
  partBytes,
} from './part.ts';
import type { BlockAt, Forms, PartAt, StoredForm } from './ports.ts';

/**
 * The forms of a block's documents, as far as this process has read them: an append-only log of parts of its own.
 *
 * Why a form is the same bytes for ever, whatever version of this program draws it and however many do at once: part
 * n+1 is put only where there is none, by somebody who has read parts 1 to n and found that they lack what it has. So
 * whoever comes second finds the first one's part, and reads on before it puts its own. Of a form that stands in two
 * parts all the same, the earlier one counts, for everybody. Nearly always there is one part, with all of the block.
 */
export class BlockForms {
  readonly #forms: Forms;
  readonly #at: BlockAt;
  readonly #parts: PartIndex[] = [];

  constructor(forms: Forms, at: BlockAt) {
    this.#forms = forms;
    this.#at = at;
  }

  /** Reads what has been put since. */
  async catchUp(): Promise<void> {
    for (;;) {
      const index = await readIndex(this.#forms, this.#next());
      if (index === undefined) return;
      this.#parts.push(index);
    }
  }

  has(id: string): boolean {
    return this.#parts.some((part) => part.has(id));
  }

  /** A form as it is kept: bytes that their checksum does not fit are never answered. */
  async read(id: string, form: DocumentForm): Promise<StoredForm | undefined> {
    for (const [index, part] of this.#parts.entries()) {
      const placed = part.get(id)?.get(form);
      if (placed !== undefined) {
        return readForm(this.#forms, { ...this.#at, part: index + 1 }, placed);
      }
    }
    return undefined;
  }

  /** Puts these as the next part; false where it is not known to be theirs: then catch up, and look again. */
  async append(documents: readonly DocumentForms[]): Promise<boolean> {
    const bytes = partBytes(documents);
    if ((await this.#forms.put(this.#next(), bytes)) !== 'put') return false;
    this.#parts.push(indexIn(bytes));
    return true;
  }

  #next(): PartAt {
    return { ...this.#at, part: this.#parts.length + 1 };
  }
}

async function readIndex(forms: Forms, at: PartAt): Promise<PartIndex | undefined> {
  const head = await forms.read(at, indexRange);
  if (head === undefined) return undefined;
  const length = indexLength(head);
  if (length <= head.length) return indexIn(head);
  const whole = await forms.read(at, { from: 0, length });
  invariant(whole !== undefined, 'a part that was read is there');
  return indexIn(whole);
}

async function readForm(forms: Forms, at: PartAt, placed: PlacedForm): Promise<StoredForm> {
  const bytes = await forms.read(at, placed);
  invariant(bytes !== undefined, 'a part that was read is there');
  const digest = sha256(bytes);
  const found = digest.toString('hex');
  invariant(
    found === placed.sha256,
    `part ${at.part} of block ${at.block} of ${at.tenant} has the SHA-256 at ${placed.from} that it was put with, ${placed.sha256}, got ${found}`,
  );
  return { bytes, sha256: digest };
}
