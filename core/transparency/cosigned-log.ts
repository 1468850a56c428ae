import { invariant } from '../kernel/invariant.ts';
import type { PutOutcome } from '../kernel/log.ts';
import { type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import type { LogId } from './ports.ts';

/**
 * Why a witness has not cosigned. `unreachable`: no answer that means anything. `refused`: it does not know the log or
 * its key. `ahead`: it has seen a larger log than there is here. `fork`: it has another tree of the same size.
 * `unproven`: what it has seen is not what the log grew from. `wrong-signature`: what it answered is not its signature.
 */
export type WitnessFault =
  | 'unreachable'
  | 'refused'
  | 'ahead'
  | 'fork'
  | 'unproven'
  | 'wrong-signature';

/** How it stands with one witness of a log. */
export interface WitnessStanding {
  /** As the policy calls it. */
  readonly name: string;
  /** The last checkpoint that it cosigned: its size, and when. */
  readonly cosigned?: { readonly size: number; readonly at: Timestamp };
  /** Why it does not, and since when so. */
  readonly failing?: { readonly why: WitnessFault; readonly since: Timestamp };
}

/** What witnesses have made of a log. What is lost of it is asked for again. */
export interface CosignedLog extends LogId {
  /** From 1; a put is over the revision before it. */
  readonly revision: number;
  /** The checkpoint that is shown, with its cosignatures. */
  readonly note: string;
  /** The newest, where it is not shown as it lacks its quorum, with the cosignatures so far. */
  readonly newest?: string;
  /** Since when the newest checkpoints lack their quorum. */
  readonly lackingSince?: Timestamp;
  readonly witnesses: readonly WitnessStanding[];
}

export interface CosignedLogs {
  /** Strongly consistent. */
  get(id: LogId): Promise<CosignedLog | undefined>;
  put(log: CosignedLog): Promise<PutOutcome>;
}

interface StoredStanding {
  readonly name: string;
  readonly cosigned?: { readonly size: number; readonly at: number };
  readonly failing?: { readonly why: WitnessFault; readonly since: number };
}

interface StoredCosigned {
  readonly version: number;
  readonly note: string;
  readonly newest?: string;
  readonly lackingSince?: number;
  readonly witnesses: readonly StoredStanding[];
}

const VERSION = 1;

/** How it is kept, without what names it. */
export function cosignedLogText({ note, newest, lackingSince, witnesses }: CosignedLog): string {
  const stored: StoredCosigned = {
    ...{ version: VERSION, note, witnesses },
    ...(newest !== undefined && { newest }),
    ...(lackingSince !== undefined && { lackingSince }),
  };
  return JSON.stringify(stored);
}

/** The same as it was kept. */
export function cosignedLogFrom(
  id: LogId & Pick<CosignedLog, 'revision'>,
  text: string,
): CosignedLog {
  const { version, note, newest, lackingSince, witnesses } = JSON.parse(text) as StoredCosigned;
  invariant(version === VERSION, `a cosigned log is kept in version ${VERSION}, got ${version}`);
  return {
    ...{ ...id, note, witnesses: witnesses.map(standingFrom) },
    ...(newest !== undefined && { newest }),
    ...(lackingSince !== undefined && { lackingSince: timestampOf(lackingSince) }),
  };
}

const standingFrom = ({ name, cosigned, failing }: StoredStanding): WitnessStanding => ({
  name,
  ...(cosigned !== undefined && { cosigned: { ...cosigned, at: timestampOf(cosigned.at) } }),
  ...(failing !== undefined && { failing: { ...failing, since: timestampOf(failing.since) } }),
});
