import { definedOnly } from '../../kernel/defined-only.ts';
import { sha256 } from '../../kernel/digest.ts';
import {
  canonicalText,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
} from '../../kernel/json.ts';
import type { UsageEvent } from '../usage-event.ts';

/** The source of all entries that correct others; senders cannot use it. */
export const correctionSource = 'urn:farthing:corrections';

/** What a correction does to an event: takes it out, puts another content in its place, or takes back that it did. */
const correctionKinds = ['void', 'amend', 'restore'] as const;
export type CorrectionKind = (typeof correctionKinds)[number];

/** Which event of the same log is corrected. */
interface CorrectedIdentity {
  readonly source: string;
  readonly id: string;
}

/** What an amended event says in place of the one that it amends. */
interface Amendment {
  readonly type: string;
  /** Canonical JSON; undefined for none. */
  readonly data: string | undefined;
}

/** An entry of the usage log that corrects an event of the same log. */
export interface CorrectionEntry {
  readonly kind: CorrectionKind;
  /** The correction that it is of; of what is taken back the one that did it. */
  readonly correction: string;
  readonly of: CorrectedIdentity;
  /** The key of who asked, and why. */
  readonly by: string;
  readonly why: string;
  /** Of `amend` alone. */
  readonly amendment?: Amendment;
}

const typeOf = (kind: CorrectionKind): string => `farthing.${kind}`;

/**
 * The event that corrects `target`, which a correction corrects once. It has the subject and the time of its target, so
 * it is in the same log, behind it; and its stamp, so that what an informational event is amended to is that, too.
 */
export function correctionEvent(
  target: UsageEvent,
  { kind, correction, of, by, why, amendment }: CorrectionEntry,
): UsageEvent {
  const data = {
    correction,
    of: { source: of.source, id: of.id },
    ...(amendment === undefined
      ? {}
      : {
          type: amendment.type,
          ...(amendment.data === undefined ? {} : { data: amendment.data }),
        }),
    by,
    why,
  };
  return {
    source: correctionSource,
    id: `${correction}/${kind === 'restore' ? 'restored/' : ''}${digestOf(of)}`,
    type: typeOf(kind),
    subject: target.subject,
    occurredAt: target.occurredAt,
    data: canonicalText(data),
    ...definedOnly({ backfill: target.backfill }),
  };
}

/** Names of events are long, and those of entries are made of them. */
const digestOf = ({ source, id }: CorrectedIdentity): string =>
  sha256(JSON.stringify([source, id])).toString('hex', 0, 16);

const isCorrection = ({ source }: UsageEvent): boolean => source === correctionSource;

/** What an event of the log corrects; undefined of an event that corrects none. */
export function correctionIn(event: UsageEvent): CorrectionEntry | undefined {
  if (!isCorrection(event)) return undefined;
  const kind = correctionKinds.find((one) => typeOf(one) === event.type);
  if (kind === undefined || event.data === undefined) return undefined;
  const data = parseJson(event.data, DEPTH_MAX);
  if (!isJsonObject(data)) return undefined;
  const { correction, of, by, why } = data;
  const target = identityIn(of);
  if (typeof correction !== 'string' || typeof by !== 'string' || typeof why !== 'string') {
    return undefined;
  }
  if (target === undefined) return undefined;
  const entry = { kind, correction, of: target, by, why };
  if (kind !== 'amend') return entry;
  const amendment = amendmentIn(data);
  return amendment === undefined ? undefined : { ...entry, amendment };
}

/** What was accepted has been bounded on the way in. */
const DEPTH_MAX = 1_000;

function identityIn(value: JsonValue | undefined): CorrectedIdentity | undefined {
  if (!isJsonObject(value)) return undefined;
  const { source, id } = value;
  return typeof source === 'string' && typeof id === 'string' ? { source, id } : undefined;
}

function amendmentIn({ type, data }: JsonObject): Amendment | undefined {
  if (typeof type !== 'string') return undefined;
  if (data !== undefined && typeof data !== 'string') return undefined;
  return { type, data };
}
