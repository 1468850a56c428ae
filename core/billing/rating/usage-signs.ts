import { sha256 } from '../../kernel/digest.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { itemsPast, pageUpTo } from '../../kernel/pages.ts';
import { millisecondsPer, type Period } from '../../kernel/timestamp.ts';
import { partitionOf } from '../../metering/log/log-key.ts';
import type { RatingPorts } from '../ports.ts';
import type { SubjectPeriod } from './subject-periods.ts';

const PAGE = 500;
const SHARDS_AT_ONCE = 16;
/** 96 bits: no two states of a month have the same sign by chance. */
const SIGN_BYTES = 12;

/** Of which time a sign is, and whose usage it is of. */
export interface SignedUsage {
  readonly period: Period;
  readonly usedBy: readonly SubjectPeriod[];
}

type Ports = Pick<RatingPorts, 'totals' | 'shardEpochs'>;

/**
 * Signs of months: where a payer's month has the same sign as before, it has the same usage as then, and none of it is
 * read to know that.
 *
 * A sign is made of how often fold progress was put for each hour of the shards that the payer's subjects are in.
 * Totals are changed only by a fold, which puts its progress last. So a change of totals that was made after they were
 * rated, under a sign read before that, has its progress put after the sign was read: the next sign is another one. A
 * fold that has not put its progress yet is not done, and is found when it is.
 */
export class UsageSigns {
  readonly #ports: Ports;
  readonly #tenant: string;
  readonly #shards = new Map<string, Promise<string>>();

  constructor(ports: Ports, tenant: string) {
    this.#ports = ports;
    this.#tenant = tenant;
  }

  /** To be asked for before what it is the sign of is read. */
  async of({ period, usedBy }: SignedUsage): Promise<string> {
    const hours = {
      from: Math.floor(period.start / millisecondsPer.hour),
      to: Math.ceil(period.end / millisecondsPer.hour),
    };
    const shards = this.#shardsOf(usedBy.map(({ subject }) => subject));
    const folded = await inParallel(SHARDS_AT_ONCE, shards, (shard) => this.#folded(shard, hours));
    const whose = usedBy.map(({ subject, period: { start, end } }) => [subject, start, end]);
    return digestOf([hours.from, hours.to, whose, folded]);
  }

  /** In which these subjects' events are, whenever they were used. */
  #shardsOf(subjects: readonly string[]): readonly number[] {
    const places = [...new Set(subjects.map(partitionOf))];
    const shards = this.#ports.shardEpochs.flatMap((epoch) =>
      places.map((place) => place % epoch.shards),
    );
    return [...new Set(shards)].sort((a, b) => a - b);
  }

  #folded(shard: number, { from, to }: { from: number; to: number }): Promise<string> {
    const place = JSON.stringify([shard, from, to]);
    const known = this.#shards.get(place) ?? this.#read(shard, { from, to });
    this.#shards.set(place, known);
    return known;
  }

  async #read(shard: number, { from, to }: { from: number; to: number }): Promise<string> {
    const put: number[] = [];
    const hours = itemsPast(from - 1, async (after) => {
      const limit = Math.max(1, Math.min(PAGE, to - 1 - after));
      const page = { tenant: this.#tenant, shard, after, limit };
      return pageUpTo(await this.#ports.totals.listProgress(page), ({ hour }) => hour);
    });
    for await (const { hour, revision } of hours) {
      if (hour >= to) break;
      put.push(hour, revision);
    }
    return digestOf([shard, put]);
  }
}

const digestOf = (facts: readonly unknown[]): string =>
  sha256(JSON.stringify(facts)).subarray(0, SIGN_BYTES).toString('base64url');
