import type { DocumentForm } from '../../core/contract/invoices/invoice.ts';
import { indexIn } from '../../core/documents/part.ts';
import type { FormAt, Forms, FormsAlone, PartAt, StoredForm } from '../../core/documents/ports.ts';

/** Forms that can be looked at. */
export interface InMemoryForms extends Forms, FormsAlone {
  /** What is kept, by `tenant id form`: of each form, the bytes that count. */
  readonly kept: ReadonlyMap<string, StoredForm>;
  /** Parts, by `tenant block part`. */
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

const placeOf = ({ tenant, id, form }: FormAt): string => `${tenant} ${id} ${form}`;
const partPlaceOf = ({ tenant, block, part }: PartAt): string => `${tenant} ${block} ${part}`;

/** Forms in memory; what is read shares nothing with what was put. */
export function inMemoryForms(): InMemoryForms {
  const alone = new Map<string, StoredForm>();
  const parts = new Map<string, Uint8Array>();
  return {
    get kept() {
      return keptIn(alone, parts);
    },
    parts,
    putAlone: async (at, form) => {
      if (alone.has(placeOf(at))) return 'taken';
      alone.set(placeOf(at), structuredClone(form));
      return 'put';
    },
    put: async (at, bytes) => {
      if (parts.has(partPlaceOf(at))) return 'taken';
      parts.set(partPlaceOf(at), Uint8Array.from(bytes));
      return 'put';
    },
    read: async (at, { from, length }) => parts.get(partPlaceOf(at))?.slice(from, from + length),
    getAlone: async (at) => structuredClone(alone.get(placeOf(at))),
    hasAlone: async (at) => alone.has(placeOf(at)),
  };
}

/** What stands alone comes first, then earlier parts. */
function keptIn(
  alone: ReadonlyMap<string, StoredForm>,
  parts: ReadonlyMap<string, Uint8Array>,
): ReadonlyMap<string, StoredForm> {
  const kept = new Map(alone);
  for (const [place, bytes] of [...parts].toSorted(([a], [b]) => byPart(a, b))) {
    const [tenant = ''] = place.split(' ');
    for (const [at, form] of formsIn(tenant, bytes)) if (!kept.has(at)) kept.set(at, form);
  }
  return kept;
}

const byPart = (a: string, b: string): number =>
  a.localeCompare(b, 'en', { numeric: true, sensitivity: 'variant' });

const formsIn = (tenant: string, part: Uint8Array): readonly (readonly [string, StoredForm])[] =>
  [...indexIn(part)].flatMap(([id, forms]) =>
    [...forms].map(
      ([form, { from, length, sha256 }]: [DocumentForm, Placed]) =>
        [
          placeOf({ tenant, id, form }),
          { bytes: part.slice(from, from + length), sha256: Buffer.from(sha256, 'hex') },
        ] as const,
    ),
  );

interface Placed {
  readonly from: number;
  readonly length: number;
  readonly sha256: string;
}
