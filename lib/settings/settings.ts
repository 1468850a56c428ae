import type { Duration } from 'aws-cdk-lib';
import type { Node } from 'constructs';
import { deadLetterRetention, messageRetention } from '../constructs/work-queue.ts';
import type { FarthingProps } from '../farthing-props.ts';
import { access } from './access.ts';
import { aggregation } from './aggregation.ts';
import { billing } from './billing.ts';
import { type DeploymentSettings, deployment } from './deployment.ts';
import { dropping } from './drops.ts';
import { exporting } from './exports.ts';
import { http } from './http.ts';
import { ingestion } from './ingestion.ts';
import { marketplace } from './marketplace.ts';
import { monetized } from './monetized.ts';
import { operations } from './operations.ts';
import { receipts } from './receipts.ts';
import {
  contextOf,
  type Group,
  propsOf,
  type SettingsOf,
  type Source,
  settingsIn,
} from './setting.ts';
import { totals } from './totals.ts';
import { transparency } from './transparency.ts';

/** What an operator may choose, by the stage that reads it. Everything else is fixed. */
const byStage = {
  ...{ ingestion, aggregation, totals, billing, receipts, transparency, monetized },
  ...{ marketplace, exporting, dropping, access, http, operations },
};

/** The same, with what a stack of its own is called and kept by: in the order of docs/settings.md. */
export const groups = {
  ...{ ingestion, aggregation, totals, billing, receipts, transparency, monetized },
  ...{ marketplace, exporting, dropping, access, http, deployment, operations },
};

export type Settings = {
  readonly [Name in keyof typeof byStage]: SettingsOf<(typeof byStage)[Name]>;
};

/**
 * The settings: what is given, or the default of each. Throws an Error that says what to set when a value does not fit,
 * or two settings contradict each other.
 */
function settingsFrom(source: Source): Settings {
  const settings = {
    ingestion: settingsIn(source, ingestion),
    aggregation: settingsIn(source, aggregation),
    totals: settingsIn(source, totals),
    billing: settingsIn(source, billing),
    receipts: settingsIn(source, receipts),
    transparency: settingsIn(source, transparency),
    monetized: settingsIn(source, monetized),
    marketplace: settingsIn(source, marketplace),
    exporting: settingsIn(source, exporting),
    dropping: settingsIn(source, dropping),
    access: settingsIn(source, access),
    http: settingsIn(source, http),
    operations: settingsIn(source, operations),
  };
  requireConsistent(settings, saidBy(source));
  return settings;
}

/** The settings of a stack: what its program has `given`, else what the context of `node` says. */
export function settingsOfStack(node: Node, given: FarthingProps): Settings {
  refuseUnknownContext(node);
  const context = contextOf(node);
  const values = knownProps(given);
  const props = propsOf(values);
  return settingsFrom((name, key) =>
    values.get(name) === undefined ? context(name, key) : props(name, key),
  );
}

/** The settings that a program gives to the construct. */
export function settingsOfProps(given: FarthingProps): Settings {
  return settingsFrom(propsOf(knownProps(given)));
}

function knownProps(given: FarthingProps): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>(Object.entries(given));
  const unknown = [...values.keys()].find((name) => !known.has(name));
  if (unknown === undefined) return values;
  throw new Error(`set one of ${[...known.keys()].join(', ')}, got the unknown ${unknown}`);
}

/** As a program would give them. */
export const asProps = (settings: Settings): FarthingProps => ({
  ...settings.ingestion,
  ...settings.aggregation,
  ...settings.totals,
  ...settings.billing,
  ...settings.receipts,
  ...settings.transparency,
  ...settings.monetized,
  ...settings.marketplace,
  ...settings.exporting,
  ...settings.dropping,
  ...settings.access,
  ...settings.http,
  ...settings.operations,
});

/** What a stack is called and kept by: its name is asked for before there is one. */
export const deploymentOf = (node: Node): DeploymentSettings =>
  settingsIn(contextOf(node), deployment);

/** The settings of all stages, by their names. */
const known = new Map(Object.values<Group>(byStage).flatMap((group) => Object.entries(group)));

function refuseUnknownContext(node: Node): void {
  const keys: readonly string[] = Object.values<Group>(groups).flatMap((group) =>
    Object.values(group).map(({ key }) => key),
  );
  const given = Object.keys(node.getAllContext() as Record<string, unknown>);
  const unknown = given.find((key) => key.startsWith('farthing:') && !keys.includes(key));
  if (unknown === undefined) return;
  throw new Error(`set one of ${keys.join(', ')}, got the unknown ${unknown}`);
}

/** How messages say a setting, and an amount of it: as whoever gave it would. */
interface Said {
  called(name: keyof FarthingProps): string;
  amount(name: keyof FarthingProps, amount: number): string;
}

function saidBy(source: Source): Said {
  const settingOf = (name: string) => {
    const { key = name, kind } = known.get(name) ?? {};
    return { kind, given: source(name, key) };
  };
  return {
    called: (name) => settingOf(name).given.called,
    amount: (name, amount) => {
      const { kind, given } = settingOf(name);
      const text = given.by === 'program' ? kind?.propText?.(amount) : undefined;
      return text ?? String(amount);
    },
  };
}

function requireConsistent(settings: Settings, said: Said) {
  const { ingestion, aggregation, totals, http, transparency: logs } = settings;
  requireName(logs, said);
  if (http.front !== 'http-api') requireWebFunctionRate(http.requestRateMax, said);
  requireWindow(['eventsBatchSize', 'eventsWindow'], aggregation, said);
  requireWindow(['touchedBatchSize', 'touchedWindow'], totals, said);
  const waiting = messageRetention.toDays() + deadLetterRetention.toDays();
  const age = ingestion.eventMaxAge.toDays();
  const reach = aggregation.logReach.toDays();
  if (reach >= age + waiting) return;
  throw new Error(
    `set ${said.called('logReach')} to at least ${said.amount('logReach', age + waiting)}, got ${said.amount('logReach', reach)}: an event may be ${age} days old when it is posted and then wait ${waiting} days in the queues`,
  );
}

/** What is cosigned, and who cosigns, goes by it. */
function requireName({ logHost, logPolicy, witnessedLogs }: Settings['transparency'], said: Said) {
  if (logHost !== undefined) return;
  const names = [
    ...(logPolicy === undefined ? [] : (['logPolicy'] as const)),
    ...(witnessedLogs.length === 0 ? [] : (['witnessedLogs'] as const)),
  ];
  const [name] = names;
  if (name === undefined) return;
  throw new Error(
    `set ${said.called('logHost')} where ${said.called(name)} is set: logs and witnesses are named by it`,
  );
}

function requireWindow<Size extends keyof FarthingProps, Window extends keyof FarthingProps>(
  [size, window]: readonly [Size, Window],
  settings: Readonly<Record<Size, number> & Record<Window, Duration>>,
  said: Said,
): void {
  const batchSize: number = settings[size];
  const gathered: Duration = settings[window];
  if (batchSize <= 10 || gathered.toSeconds() >= 1) return;
  throw new Error(
    `set ${said.called(window)} to at least ${said.amount(window, 1)}, or ${said.called(size)} to at most 10, got ${batchSize} without a window: SQS gathers more than 10 messages only over a window`,
  );
}

/** Lambda takes no others, and says so only at the deploy. */
function requireWebFunctionRate(rate: number, { called }: Said): void {
  if (rate <= 1_000 ? rate % 100 === 0 : rate % 1_000 === 0 && rate <= 10_000) return;
  throw new Error(
    `set ${called('requestRateMax')} to whole hundreds up to 1000 or whole thousands up to 10000 with ${called('front')}, got ${rate}: a web function takes no others`,
  );
}
