import type { Duration } from 'aws-cdk-lib';
import type { Node } from 'constructs';
import { deadLetterRetention, messageRetention } from '../constructs/work-queue.ts';
import type { FarthingProps } from '../farthing-props.ts';
import { access } from './access.ts';
import { aggregation } from './aggregation.ts';
import { billing } from './billing.ts';
import { type DeploymentSettings, deployment } from './deployment.ts';
import { http } from './http.ts';
import { ingestion } from './ingestion.ts';
import { operations } from './operations.ts';
import { contextOf, type Group, type SettingsOf, type Source, settingsIn } from './setting.ts';
import { totals } from './totals.ts';

/** What an operator may choose, by the stage that reads it. Everything else is fixed. */
const byStage = { ingestion, aggregation, totals, billing, access, http, operations };

/** The same, with what a stack of its own is called and kept by: in the order of docs/settings.md. */
export const groups = {
  ...{ ingestion, aggregation, totals, billing, access, http },
  ...{ deployment, operations },
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
    access: settingsIn(source, access),
    http: settingsIn(source, http),
    operations: settingsIn(source, operations),
  };
  requireConsistent(settings, (name) => source.called(name, known.get(name)?.key ?? name));
  return settings;
}

/** The settings of a stack: what its program has `given`, else what the context of `node` says. */
export function settingsOfStack(node: Node, given: FarthingProps): Settings {
  refuseUnknownContext(node);
  const context = contextOf(node);
  const values = new Map<string, unknown>(Object.entries(given));
  return settingsFrom({
    called: context.called,
    given: (name, key) => values.get(name) ?? context.given(name, key),
  });
}

/** The settings that a program gives to the construct. */
export function settingsOfProps(given: FarthingProps): Settings {
  const values = new Map<string, unknown>(Object.entries(given));
  const unknown = [...values.keys()].find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new Error(`set one of ${[...known.keys()].join(', ')}, got the unknown ${unknown}`);
  }
  return settingsFrom({ called: (name) => name, given: (name) => values.get(name) });
}

/** As a program would give them. */
export const asProps = (settings: Settings): FarthingProps => ({
  ...settings.ingestion,
  ...settings.aggregation,
  ...settings.totals,
  ...settings.billing,
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

/** What messages call a setting. */
type Called = (name: keyof FarthingProps) => string;

function requireConsistent({ ingestion, aggregation, totals, http }: Settings, called: Called) {
  if (http.front !== 'http-api') requireWebFunctionRate(http.requestRateMax, called);
  requireWindow(['eventsBatchSize', 'eventsWindow'], aggregation, called);
  requireWindow(['touchedBatchSize', 'touchedWindow'], totals, called);
  const waiting = messageRetention.toDays() + deadLetterRetention.toDays();
  const age = ingestion.eventMaxAge.toDays();
  const reach = aggregation.logReach.toDays();
  if (reach >= age + waiting) return;
  throw new Error(
    `set ${called('logReach')} to at least ${age + waiting}, got ${reach}: an event may be ${age} days old when it is posted and then wait ${waiting} days in the queues`,
  );
}

function requireWindow<Size extends keyof FarthingProps, Window extends keyof FarthingProps>(
  [size, window]: readonly [Size, Window],
  settings: Readonly<Record<Size, number> & Record<Window, Duration>>,
  called: Called,
): void {
  const batchSize: number = settings[size];
  const gathered: Duration = settings[window];
  if (batchSize <= 10 || gathered.toSeconds() >= 1) return;
  throw new Error(
    `set ${called(window)} to at least 1, or ${called(size)} to at most 10, got ${batchSize} without a window: SQS gathers more than 10 messages only over a window`,
  );
}

/** Lambda takes no others, and says so only at the deploy. */
function requireWebFunctionRate(rate: number, called: Called): void {
  if (rate <= 1_000 ? rate % 100 === 0 : rate % 1_000 === 0 && rate <= 10_000) return;
  throw new Error(
    `set ${called('requestRateMax')} to whole hundreds up to 1000 or whole thousands up to 10000 with ${called('front')}, got ${rate}: a web function takes no others`,
  );
}
