import type { Duration } from 'aws-cdk-lib';
import type { Node } from 'constructs';
import { deadLetterRetention, messageRetention } from '../constructs/work-queue.ts';
import { access } from './access.ts';
import { aggregation } from './aggregation.ts';
import { billing } from './billing.ts';
import { http } from './http.ts';
import { ingestion } from './ingestion.ts';
import { operations } from './operations.ts';
import { type Group, type SettingsOf, settingsIn } from './setting.ts';
import { totals } from './totals.ts';

/** What an operator may choose, by the stage that reads it. Everything else about the stack is fixed. */
export const groups = { ingestion, aggregation, totals, billing, access, http, operations };

export type Settings = {
  readonly [Name in keyof typeof groups]: SettingsOf<(typeof groups)[Name]>;
};

/** What the program that makes a stack sets itself. */
export type GivenSettings = { readonly [Name in keyof Settings]?: Partial<Settings[Name]> };

/**
 * The settings: what is `given`, else what the context of `node` says, else the default of each. Throws an Error that
 * says what to set when a value does not fit, a key does not exist, or two settings contradict each other.
 */
export function settingsFrom(node: Node, given: GivenSettings = {}): Settings {
  refuseUnknown(node);
  return consistent({
    ingestion: { ...settingsIn(node, ingestion), ...given.ingestion },
    aggregation: { ...settingsIn(node, aggregation), ...given.aggregation },
    totals: { ...settingsIn(node, totals), ...given.totals },
    billing: { ...settingsIn(node, billing), ...given.billing },
    access: { ...settingsIn(node, access), ...given.access },
    http: { ...settingsIn(node, http), ...given.http },
    operations: { ...settingsIn(node, operations), ...given.operations },
  });
}

/** What the stack is called: it is asked for before there is one. */
export const stackNameIn = (node: Node): string => {
  const { key, kind } = operations.stackName;
  return kind.parse(key, node.tryGetContext(key));
};

function refuseUnknown(node: Node): void {
  const keys: readonly string[] = Object.values<Group>(groups).flatMap((group) =>
    Object.values(group).map(({ key }) => key),
  );
  const given = Object.keys(node.getAllContext() as Record<string, unknown>);
  const unknown = given.find((key) => key.startsWith('farthing:') && !keys.includes(key));
  if (unknown === undefined) return;
  throw new Error(`set one of ${keys.join(', ')}, got the unknown ${unknown}`);
}

function consistent(settings: Settings): Settings {
  const { ingestion, aggregation, totals, http } = settings;
  if (http.front !== 'http-api') requireWebFunctionRate(http.requestRateMax);
  requireWindow('events', aggregation.eventsBatchSize, aggregation.eventsWindow);
  requireWindow('touched', totals.touchedBatchSize, totals.touchedWindow);
  const waiting = messageRetention.toDays() + deadLetterRetention.toDays();
  const age = ingestion.eventMaxAge.toDays();
  const reach = aggregation.logReach.toDays();
  if (reach < age + waiting) {
    throw new Error(
      `set farthing:logReachDays to at least ${age + waiting}, got ${reach}: an event may be ${age} days old when it is posted and then wait ${waiting} days in the queues`,
    );
  }
  return settings;
}

function requireWindow(name: 'events' | 'touched', batchSize: number, window: Duration): void {
  if (batchSize <= 10 || window.toSeconds() >= 1) return;
  throw new Error(
    `set farthing:${name}WindowSeconds to at least 1, or farthing:${name}BatchSize to at most 10, got ${batchSize} without a window: SQS gathers more than 10 messages only over a window`,
  );
}

/** Lambda takes no others, and says so only at the deploy. */
function requireWebFunctionRate(rate: number): void {
  if (rate <= 1_000 ? rate % 100 === 0 : rate % 1_000 === 0 && rate <= 10_000) return;
  throw new Error(
    `set farthing:requestRateMax to whole hundreds up to 1000 or whole thousands up to 10000 with farthing:front, got ${rate}: a web function takes no others`,
  );
}
