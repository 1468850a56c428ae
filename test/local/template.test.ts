import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readStack, type Stack } from '../../local/stack.ts';
import { readCloudAssembly } from '../../local/template/cloud-assembly.ts';

const endpoints = {
  sqs: 'http://127.0.0.1:1',
  httpApi: 'http://127.0.0.1:2',
  webFunction: 'http://127.0.0.1:7',
};

/** Reads a template, and what stands at which path, as if CDK had written it. */
function stackOf(template: object, paths: Readonly<Record<string, string>> = {}): Stack {
  const folder = mkdtempSync(join(tmpdir(), 'farthing-template-'));
  const artifacts = {
    Shop: {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/eu-west-1',
      properties: { templateFile: 'Shop.template.json' },
      metadata: Object.fromEntries(
        Object.entries(paths).map(([path, data]) => [path, [{ type: 'aws:cdk:logicalId', data }]]),
      ),
    },
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts }));
  writeFileSync(join(folder, 'Shop.template.json'), JSON.stringify(template));
  return readStack(readCloudAssembly(folder), endpoints);
}

/** What a value in an output resolves to, beside a queue and a table. */
function resolved(value: unknown, rest: object = {}): string | undefined {
  const Resources = {
    Orders: { Type: 'AWS::SQS::Queue', Properties: {} },
    Books: { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: [] } },
  };
  return stackOf({ Resources, Outputs: { Out: { Value: value } }, ...rest }).outputs['Out'];
}

describe('an intrinsic', () => {
  it.each([
    [{ Ref: 'AWS::Region' }, 'eu-west-1'],
    [{ Ref: 'Orders' }, 'http://127.0.0.1:1/000000000000/Shop-Orders'],
    [{ Ref: 'Books' }, 'Shop-Books'],
    [{ 'Fn::GetAtt': ['Orders', 'Arn'] }, 'arn:aws:sqs:eu-west-1:000000000000:Shop-Orders'],
    [{ 'Fn::GetAtt': 'Books.Arn' }, 'arn:aws:dynamodb:eu-west-1:000000000000:table/Shop-Books'],
    [{ 'Fn::Join': ['/', ['a', { Ref: 'Books' }]] }, 'a/Shop-Books'],
    [{ 'Fn::Join': ['', ['a', { Ref: 'AWS::NoValue' }, 'b']] }, 'ab'],
    [{ 'Fn::Select': ['1', { 'Fn::Split': ['-', { Ref: 'Books' }] }] }, 'Books'],
    [
      { 'Fn::Sub': `\${Books} in \${AWS::Region}, \${Orders.QueueName}, \${!Kept}` },
      `Shop-Books in eu-west-1, Shop-Orders, \${Kept}`,
    ],
    [{ 'Fn::Sub': [`\${Books} \${Own}`, { Own: { Ref: 'Stage' } }] }, 'Shop-Books blue'],
    [{ 'Fn::If': ['IsBlue', 'blue', 'green'] }, 'blue'],
    [{ 'Fn::If': ['IsGreen', 'green', { Ref: 'Stage' }] }, 'blue'],
    [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, '512'],
  ])('%j is %s', (value, expected) => {
    const rest = {
      Parameters: { Stage: { Type: 'String', Default: 'blue' } },
      Conditions: {
        IsBlue: { 'Fn::Equals': [{ Ref: 'Stage' }, 'blue'] },
        IsGreen: {
          'Fn::Not': [{ 'Fn::Or': [{ Condition: 'IsBlue' }, { 'Fn::Equals': ['a', 'b'] }] }],
        },
      },
      Mappings: { Sizes: { blue: { memory: 512 } } },
    };

    expect(resolved(value, rest)).toBe(expected);
  });

  it.each([
    [
      { 'Fn::ImportValue': 'x' },
      'Outputs.Out uses Fn::ImportValue, which the local runtime does not support',
    ],
    [{ Ref: 'Nobody' }, 'Outputs.Out has a Ref to Nobody'],
    [{ 'Fn::GetAtt': ['Nobody', 'Arn'] }, 'Outputs.Out has a Fn::GetAtt of Nobody'],
    [
      { 'Fn::GetAtt': ['Books', 'StreamArn'] },
      'Outputs.Out has a Fn::GetAtt of Books.StreamArn, which the local runtime does not have for AWS::DynamoDB::Table',
    ],
    [{ 'Fn::Select': [3, ['a']] }, 'Outputs.Out selects item 3 of a list of 1'],
  ])('%j is refused, saying where it is', (value, message) => {
    expect(() => resolved(value)).toThrow(message);
  });
});

describe('a template', () => {
  it('is refused for a resource that would be missed, by name', () => {
    const Resources = { Flow: { Type: 'AWS::StepFunctions::StateMachine' } };

    expect(() => stackOf({ Resources })).toThrow('Flow is a AWS::StepFunctions::StateMachine');
  });

  it('may have what makes no difference, which is said in one line', () => {
    const { ignored } = stackOf({
      Resources: {
        Key: { Type: 'AWS::KMS::Key', Properties: { Unread: { 'Fn::Cidr': [] } } },
        Alarm: { Type: 'AWS::CloudWatch::Alarm' },
        Books: {
          Type: 'AWS::DynamoDB::Table',
          Properties: { KeySchema: [], TimeToLiveSpecification: {} },
        },
      },
    });

    expect(ignored).toBe(
      'not emulated here: 1 × keys, and what others are allowed; 1 × alarms, dashboards and logs; TimeToLiveSpecification',
    );
  });

  it('may wait for what AWS itself tells of, which nothing does here; for others it may not', () => {
    const ruleOn = (source: string) => ({
      Resources: {
        Ended: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: [source] } } },
      },
    });

    const { ignored, schedules } = stackOf(ruleOn('aws.agreement-marketplace'));

    expect(ignored).toBe('not emulated here: 1 × what AWS itself tells of');
    expect(schedules).toEqual([]);
    expect(() => stackOf(ruleOn('our.shop'))).toThrow('Ended waits for events');
  });

  it('calls what is in it by its path, without ids that CDK gives or leaves out itself', () => {
    const Resources = Object.fromEntries(
      ['One', 'Two', 'Three'].map((id) => [id, { Type: 'AWS::SQS::Queue' }]),
    );

    const { queues } = stackOf(
      { Resources },
      {
        '/Shop/Orders/New/Queue/Resource': 'One',
        '/Shop/Default/Orders/Queue/Resource': 'Two',
        '/Shop/Default': 'Three',
      },
    );

    expect(queues.map(({ path }) => path)).toEqual(['Orders/New', 'Orders', 'Three']);
  });

  it('leaves out what its conditions leave out', () => {
    const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] } };
    const Resources = {
      Gone: { Type: 'AWS::SQS::Queue', Condition: 'Never' },
      There: { Type: 'AWS::SQS::Queue' },
    };

    const { queues } = stackOf({ Conditions, Resources });

    expect(queues.map(({ path }) => path)).toEqual(['There']);
  });

  it('names what it does not name the same each time, within the limits of the service', () => {
    const Resources = { [`Orders${'x'.repeat(100)}`]: { Type: 'AWS::SQS::Queue' } };

    const [[first], [second]] = [stackOf({ Resources }).queues, stackOf({ Resources }).queues];

    expect(first?.name).toMatch(/^Shop-Ordersx+-[0-9a-f]{10}$/);
    expect(first?.name).toHaveLength(75);
    expect(second?.name).toBe(first?.name);
  });

  it.each([
    [
      { EventSourceArn: 'arn:aws:kinesis:eu-west-1:1:stream/x', FunctionName: 'f' },
      'only SQS event sources run locally',
    ],
    [
      { EventSourceArn: 'arn:aws:sqs:eu-west-1:1:q', FunctionName: 'f', FilterCriteria: {} },
      'FilterCriteria',
    ],
  ])('is refused for an event source that would behave otherwise: %j', (Properties, message) => {
    const Resources = { Source: { Type: 'AWS::Lambda::EventSourceMapping', Properties } };

    expect(() => stackOf({ Resources })).toThrow(message);
  });
});

describe('a cloud assembly', () => {
  it('that was never synthesized is refused with what to do', () => {
    expect(() => readCloudAssembly('/nowhere/cdk.out')).toThrow('run `cdk synth` first');
  });
});
