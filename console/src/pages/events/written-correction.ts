import type { RequestOf } from '../../api.ts';
import { beginningOf } from '../../beginning-of.ts';
import { type Fault, faultOf } from '../../faults.ts';
import { jsonOf } from '../../json-text.ts';

/** A correction as it is written down: what is left empty is no matter. */
export interface WrittenCorrection {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly source: string;
  readonly meter: string;
  readonly subject: string;
  /** A merge patch of the data as JSON; empty where events are taken out. */
  readonly patch: string;
  readonly reason: string;
}

type CorrectionBody = RequestOf<'POST /v1/corrections'>['body'];

export const emptyCorrection: WrittenCorrection = {
  ...{ from: '', to: '', type: '', source: '', meter: '', subject: '', patch: '', reason: '' },
};

/** The request that was written; or what is wrong with its patch. Of all else the interface says it. */
export function correctionFrom(
  written: WrittenCorrection,
): { readonly body: CorrectionBody } | { readonly fault: Fault } {
  const { type, source, meter, subject, patch } = written;
  const read = patch.trim() === '' ? { value: undefined } : jsonOf(patch);
  if ('fault' in read) return { fault: faultOf('/amend/data', read.fault) };
  const { value } = read;
  if (value !== undefined && !isObject(value)) {
    return { fault: faultOf('/amend/data', 'write a JSON object, such as {"bytes": 0}') };
  }
  const narrowed = Object.entries({ type, source, meter })
    .map(([name, text]) => [name, text.trim()] as const)
    .filter(([, text]) => text !== '');
  const subjects = subject.trim() === '' ? {} : { subjects: [subject.trim()] };
  const period = { from: beginningOf(written.from), to: beginningOf(written.to) };
  return {
    body: {
      reason: written.reason.trim(),
      where: { ...period, ...Object.fromEntries(narrowed), ...subjects },
      ...(value === undefined ? {} : { amend: { data: value } }),
    },
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
