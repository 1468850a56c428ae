import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { FarthingStack } from '../../lib/farthing-stack.ts';
import type { Resource, SynthesizedTemplate } from './resource.ts';

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

export const templateOf = (stack: FarthingStack): SynthesizedTemplate =>
  Template.fromStack(stack).toJSON() as SynthesizedTemplate;

/** Every resource of the template, by logical id. */
export const resourcesOf = (stack: FarthingStack): ReadonlyMap<string, Resource> =>
  new Map(Object.entries(templateOf(stack).Resources));
