import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { FarthingStack } from '../../lib/farthing-stack.ts';

/** One resource of a synthesized template. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

const cdkJson = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as {
  context: Record<string, unknown>;
};

/** What changes no template and takes seconds: bundling, and CDK's own rules, which `cdk synth` checks. */
const withoutWaiting = {
  'aws:cdk:bundling-stacks': [],
  '@aws-cdk/core:validateAgainstDefaultRules': false,
};

/** The stack under the feature flags of cdk.json, with `context` on top. */
export function aStack(context: Readonly<Record<string, unknown>> = {}): FarthingStack {
  const app = new App({ context: { ...cdkJson.context, ...withoutWaiting, ...context } });
  return new FarthingStack(app, 'Farthing');
}

/** Every resource of the template, by logical id. */
export function resourcesOf(stack: FarthingStack): ReadonlyMap<string, Resource> {
  const { Resources } = Template.fromStack(stack).toJSON() as {
    Resources: Record<string, Resource>;
  };
  return new Map(Object.entries(Resources));
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
  'ServeBooks',
  'IssueKeys',
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
