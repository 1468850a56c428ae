import { readFileSync } from 'node:fs';
import {
  BOTH_FRONTS_FILE,
  type Resource,
  type SynthesizedTemplate,
  TEMPLATE_FILE,
} from './resource.ts';

/** The stack as it is deployed by default. Loading CDK takes seconds, so it was synthesized once for all. */
export const template = templateIn(TEMPLATE_FILE);

/** Every resource of `template`, by logical id. */
export const resources: ReadonlyMap<string, Resource> = new Map(Object.entries(template.Resources));

/** The same of the stack with both fronts. */
export const withBothFronts: ReadonlyMap<string, Resource> = new Map(
  Object.entries(templateIn(BOTH_FRONTS_FILE).Resources),
);

function templateIn(variable: string): SynthesizedTemplate {
  const path = process.env[variable];
  if (path === undefined) throw new Error('run tests of the stack by Jest, which synthesizes it');
  return JSON.parse(readFileSync(path, 'utf8')) as SynthesizedTemplate;
}

/** The resources of one type, as [logical id, resource]. */
export const ofType = (
  resources: ReadonlyMap<string, Resource>,
  type: string,
): readonly (readonly [string, Resource])[] =>
  [...resources].filter(([, resource]) => resource.Type === type);

/** The one resource of a type, as [logical id, resource]. */
export function theOnly(
  resources: ReadonlyMap<string, Resource>,
  type: string,
): readonly [string, Resource] {
  const [found, ...others] = ofType(resources, type);
  if (found === undefined || others.length > 0) {
    throw new Error(`expected one ${type}, got ${others.length + Number(found !== undefined)}`);
  }
  return found;
}

/** What stands at a path like `Environment.Variables`; undefined where the path ends before. */
export const at = (resource: Resource | undefined, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null
          ? (value as Readonly<Record<string, unknown>>)[key]
          : undefined,
      resource?.Properties,
    );

/** The functions by their names (`AggregateUsage`), as [name, logical id, resource]. */
export const functionsOf = (
  resources: ReadonlyMap<string, Resource>,
): readonly (readonly [name: string, id: string, resource: Resource])[] =>
  ofType(resources, 'AWS::Lambda::Function').map(([id, resource]) => [nameIn(id), id, resource]);

const functionNames = [
  'AuthorizeRequest',
  'IngestEvents',
  'AggregateUsage',
  'TotalUsage',
  'BackfillMeters',
  'QueryUsage',
  'ServeCatalog',
  'ReviewQuarantine',
  'RunBilling',
  'StoreDocuments',
  'ServeInvoices',
  'RecordInvoices',
  'ServeRuns',
  'ServeBooks',
  'SendWebhooks',
  'ServeWebhooks',
  'ServePayers',
  'ExportData',
  'ShareEarnings',
  'ServePayees',
  'PublishLog',
  'ServeProofs',
  'CollectPayments',
  'ServeRails',
  'SweepSpend',
  'ServeSpend',
  'ReadMonetized',
  'ReadDrops',
  'StorePages',
  'IssueKeys',
  'RebuildProjections',
  'DescribeApi',
] as const;

/** The name of the function that a logical id belongs to. */
export function nameIn(id: string): string {
  const name = functionNames.find((known) => id.includes(known));
  if (name === undefined) throw new Error(`add the function of ${id} to functionNames`);
  return name;
}

/** The logical id that a Ref or Fn::GetAtt points at, also as the first part of a Fn::Join. */
export function targetOf(value: unknown): string {
  const found = /"(?:Ref|Fn::GetAtt)":(?:\[)?"(\w+)"/.exec(JSON.stringify(value));
  if (found?.[1] === undefined) {
    throw new Error(`expected a reference, got ${JSON.stringify(value)}`);
  }
  return found[1];
}
