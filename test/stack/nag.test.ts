import { describe, expect, it, jest } from '@jest/globals';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { aStack } from './a-stack.ts';
import { aLogKey, aPolicy } from './resource.ts';

jest.setTimeout(60_000);

/** As `cdk synth` does, which fails by a finding. Other tests leave out the rules of CDK: they are slow. */
const strictly = { '@aws-cdk/core:validateAgainstDefaultRules': true };

/** It has all that a stack with one front has, and what is only there where it is set. */
const bothFronts = aStack({
  ...strictly,
  'farthing:front': 'both',
  'farthing:logHost': 'billing.example.com',
  'farthing:logPolicy': aPolicy,
  'farthing:witnessedLogs': aLogKey,
  'farthing:marketplaceTenant': 'acme',
  'farthing:tallyDrops': '[{"tenant":"acme","writer":"arn:aws:iam::123456789012:role/unload"}]',
  'farthing:wafMonetized': '[{"tenant":"acme","from":"2026-11-01T00:00:00Z"}]',
});

const findingsIn = (stack: Stack) =>
  new AwsSolutionsChecks(stack)
    .validateScope(stack)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    );

describe('cdk-nag with the AWS Solutions rules', () => {
  it('finds nothing with both fronts', () => {
    expect(findingsIn(bothFronts)).toEqual([]);
  });

  it('would find a queue that accepts connections without TLS', () => {
    const stack = new Stack(new App(), 'Farthing');
    new Queue(stack, 'Careless');

    expect(findingsIn(stack)).toContainEqual(
      expect.stringMatching(/^AwsSolutions-SQS4 at Farthing\/Careless/),
    );
  });

  it('is told why each acknowledged finding is right, in a sentence', () => {
    const reasons = bothFronts.node
      .findAll()
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.values(data as Record<string, unknown>));

    expect(reasons).not.toHaveLength(0);
    for (const reason of reasons) expect(reason).toMatch(/^[A-Z].{30,}\.$/);
  });
});

describe('the rules of CDK itself', () => {
  const synthesizedByTheRules = (stack: Stack): void => {
    const before = process.env['CDK_VALIDATION'];
    delete process.env['CDK_VALIDATION'];
    try {
      App.of(stack)?.synth();
    } finally {
      process.env['CDK_VALIDATION'] = before ?? 'false';
    }
  };
  it('find nothing with both fronts', () => {
    expect(() => {
      synthesizedByTheRules(bothFronts);
    }).not.toThrow();
  });

  it('would find a property that there is not', () => {
    const stack = new Stack(new App({ context: strictly }), 'Farthing');
    new CfnQueue(stack, 'Careless').addPropertyOverride('DelayMinutes', 'many');

    expect(() => {
      synthesizedByTheRules(stack);
    }).toThrow(/DelayMinutes/);
  });
});
