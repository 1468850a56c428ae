import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Runtime, startRuntime } from '../../local/runtime.ts';
import { allow, document, role, writeCallingStack } from './calling-stack.ts';
import { synthesizedFixture } from './fixture/synthesized.ts';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'farthing-grants-'));
  folders.push(made);
  return made;
};
const runtimes: Runtime[] = [];
async function started(cloudAssembly: string) {
  const logged: string[] = [];
  const runtime = await startRuntime({ cloudAssembly, onLog: (line) => logged.push(line) });
  runtimes.push(runtime);
  return { runtime, logged };
}
afterAll(async () => {
  await Promise.all(runtimes.map((runtime) => runtime.close()));
  for (const one of folders) rmSync(one, { recursive: true, force: true });
});

/** The assembly of a stack whose functions call what they are told to. */
function assembled(changed: object = {}): string {
  const made = folder();
  writeCallingStack(made, changed);
  return made;
}

describe('a function', () => {
  let runtime: Runtime;
  let logged: readonly string[];
  beforeAll(async () => {
    ({ runtime, logged } = await started(assembled()));
  });
  const call = (functionName: string, service: string, command: string, input: object) =>
    runtime.invoke(functionName, {
      service,
      command,
      input: JSON.parse(
        JSON.stringify(input).replace('ORDERS', runtime.outputs['Url'] ?? ''),
      ) as unknown,
    });
  const table = 'arn:aws:dynamodb:eu-west-1:000000000000:table/Shop-Books';
  const queue = 'arn:aws:sqs:eu-west-1:000000000000:Shop-Orders';
  const named = { TableName: 'Shop-Books' };
  const object = { Bucket: 'docs', Key: 'a' };

  it.each<[string, string, object, string, number, string, string]>([
    [
      ...(['DynamoDB', 'PutItem', { ...named, Item: { pk: { S: 'a' } } }] as const),
      ...(['AccessDeniedException', 400, 'dynamodb:PutItem', table] as const),
    ],
    [
      ...([
        'DynamoDB',
        'BatchGetItem',
        { RequestItems: { 'Shop-Books': { Keys: [{ pk: { S: 'a' } }] } } },
      ] as const),
      ...(['AccessDeniedException', 400, 'dynamodb:BatchGetItem', table] as const),
    ],
    [
      'DynamoDB',
      'Query',
      {
        ...named,
        IndexName: 'ByKind',
        KeyConditionExpression: 'kind = :k',
        ExpressionAttributeValues: { ':k': { S: 'x' } },
      },
      ...(['AccessDeniedException', 400, 'dynamodb:Query', `${table}/index/ByKind`] as const),
    ],
    [
      ...(['SQS', 'SendMessage', { QueueUrl: 'ORDERS', MessageBody: 'a' }] as const),
      ...(['AccessDenied', 403, 'sqs:SendMessage', queue] as const),
    ],
    [
      ...(['S3', 'PutObject', { ...object, Body: 'a', IfNoneMatch: '*' }] as const),
      ...(['AccessDenied', 403, 's3:PutObject', 'arn:aws:s3:::docs/a'] as const),
    ],
    [
      ...(['S3', 'GetObject', object] as const),
      ...(['AccessDenied', 403, 's3:GetObject', 'arn:aws:s3:::docs/a'] as const),
    ],
    [
      ...(['S3', 'ListObjectsV2', { Bucket: 'docs' }] as const),
      ...(['AccessDenied', 403, 's3:ListBucket', 'arn:aws:s3:::docs'] as const),
    ],
    [
      ...(['Lambda', 'Invoke', { FunctionName: 'Shop-Stranger', Payload: '{}' }] as const),
      'AccessDeniedException',
      403,
      'lambda:InvokeFunction',
      'arn:aws:lambda:eu-west-1:000000000000:function:Shop-Stranger',
    ],
  ])(
    'may call %s to %s %j if it is granted, and is refused by the names of AWS if not',
    async (service, command, input, name, status, action, resource) => {
      expect(await call('Granted', service, command, input)).toBe('done');
      expect(await call('Stranger', service, command, input)).toEqual({
        name,
        status,
        message: `User: arn:aws:sts::000000000000:assumed-role/Shop-StrangerRole/Shop-Stranger is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
      });
    },
  );

  it('may do to a table no other thing than it is granted', async () => {
    const key = { ...named, Key: { pk: { S: 'a' } } };

    expect(await call('Granted', 'DynamoDB', 'GetItem', key)).toMatchObject({
      name: 'AccessDeniedException',
    });
    expect(await call('Granted', 'DynamoDB', 'Scan', named)).toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('is denied what the policy of a bucket denies, whatever its own allows', async () => {
    expect(await call('Granted', 'S3', 'PutObject', { ...object, Body: 'b' })).toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('with an explicit deny in a policy'),
    });
  });

  it('is told that an object is not there only where it may list the bucket', async () => {
    const gone = { Bucket: 'docs', Key: 'gone' };

    expect(await call('Reader', 'S3', 'GetObject', object)).toBe('done');
    expect(await call('Granted', 'S3', 'GetObject', gone)).toMatchObject({ name: 'NoSuchKey' });
    expect(await call('Reader', 'S3', 'GetObject', gone)).toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('s3:ListBucket on resource: arn:aws:s3:::docs because'),
    });
  });

  it('is told of in the log once for each thing that it may not do, with where to grant it', () => {
    const lines = logged.filter((line) => line.includes('Granted was refused dynamodb:GetItem'));

    expect(lines).toEqual([
      `dynalite: Granted was refused dynamodb:GetItem on ${table}: AWS refuses it as well, so grant it where lib/ makes Granted`,
    ]);
  });
});

describe('a synthesized stack', () => {
  /** The fixture, with a change to what its functions are granted. */
  function fixtureWithout(action: string, policy: RegExp): string {
    const made = folder();
    cpSync(synthesizedFixture(), made, { recursive: true });
    const file = join(made, 'Fixture.template.json');
    const template = JSON.parse(readFileSync(file, 'utf8')) as {
      Resources: Record<string, { Type: string }>;
    };
    const changed = Object.entries(template.Resources).map(([id, resource]) =>
      resource.Type === 'AWS::IAM::Policy' && policy.test(id)
        ? [id, JSON.parse(JSON.stringify(resource).replaceAll(`"${action}"`, '"a:Nothing"'))]
        : [id, resource],
    ) as [string, object][];
    const Resources = Object.fromEntries(changed);
    writeFileSync(file, JSON.stringify({ ...template, Resources }));
    return made;
  }

  it('works until one grant is taken from a function, and then only that function does not', async () => {
    const { runtime } = await started(fixtureWithout('dynamodb:PutItem', /^Scheduled/));

    await expect(runtime.invoke('Scheduled', {})).rejects.toThrow(
      /AccessDeniedException.*dynamodb:PutItem on resource: .*table\/Fixture-Kept/,
    );
    expect(await runtime.invoke('Collect', {})).toBeNull();
  });

  it.each([
    [
      'a queue that feeds a function which may not receive from it',
      'sqs:ReceiveMessage',
      /^Collect/,
    ],
    ['a function that may not send what failed to its queue', 'sqs:SendMessage', /^Scheduled/],
    ['a schedule that may not invoke its function', 'lambda:InvokeFunction', /^Schedule/],
  ])('does not start with %s', async (_, action, policy) => {
    await expect(started(fixtureWithout(action, policy))).rejects.toThrow(
      `its role may not ${action} on arn:aws:`,
    );
  });

  it.each([
    [
      'a condition that nobody here could decide',
      {
        GrantedPolicy: {
          Type: 'AWS::IAM::Policy',
          Properties: {
            Roles: [{ Ref: 'GrantedRole' }],
            ...document({
              ...allow(['s3:*'], '*'),
              Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
            }),
          },
        },
      },
      'IpAddress of aws:SourceIp, which the local runtime cannot decide',
    ],
    [
      'a policy that is written elsewhere',
      { GrantedRole: role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess'] }) },
      'AmazonS3FullAccess, whose statements are not in this stack',
    ],
    [
      'a variable in a resource',
      {
        MayRead: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: document(allow(['s3:*'], `arn:aws:s3:::docs/\${aws:username}`)),
        },
      },
      'has a variable, which the local runtime does not know',
    ],
  ])('is refused with %s', async (_, changed, message) => {
    await expect(started(assembled(changed))).rejects.toThrow(message);
  });
});
