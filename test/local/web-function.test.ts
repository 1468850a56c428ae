import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { type Runtime, startRuntime } from '../../local/runtime.ts';
import { readStack } from '../../local/stack.ts';
import { readCloudAssembly } from '../../local/template/cloud-assembly.ts';
import { until } from './support.ts';

jest.setTimeout(120_000);

const hash = 'a'.repeat(64);

/** A server that says what it sees, and dies when it is told to. */
const server = `
import { createServer } from 'node:http';
const [host, port] = process.env.AWS_LAMBDA_HTTP_ENDPOINT.split(':');
createServer(async (request, response) => {
  if (request.url === '/die') process.exit(3);
  let body = '';
  for await (const chunk of request) body += chunk;
  const seen = { url: request.url, method: request.method, body, now: Date.now(), pid: process.pid,
    greeting: process.env.GREETING, key: request.headers['x-key'] };
  response.writeHead(203, { 'x-answer': 'yes' }).end(JSON.stringify(seen));
}).listen(Number(port), host);
process.on('SIGTERM', () => { console.log('told to end'); if (!process.env.STUBBORN) process.exit(0); });
`;

const revision = {
  Type: 'AWS::Lambda::WebFunctionRevision',
  Properties: {
    FunctionName: { Ref: 'Front' },
    BuildConfig: {
      RuntimeConfig: { Runtime: 'nodejs24.x' },
      CodeConfig: { S3Object: { Key: { 'Fn::GetAtt': ['Copy', 'Key'] } } },
    },
    ServiceConfig: {
      EnvironmentVariables: {
        GREETING: { 'Fn::Join': ['-', ['hello', { Ref: 'AWS::Region' }]] },
        AWS_LAMBDA_NODEJS_ENTRYPOINT: 'index.mjs',
      },
    },
  },
};

const resources = {
  Front: { Type: 'AWS::Lambda::WebFunction', Properties: { FunctionName: 'ShopFront' } },
  Copy: { Type: 'Custom::S3ObjectCopy', Properties: { SourceObjectKey: `${hash}.zip` } },
  Revision: revision,
  Endpoint: {
    Type: 'AWS::Lambda::WebFunctionEndpoint',
    Properties: { FunctionName: { 'Fn::GetAtt': ['Front', 'FunctionArn'] }, EndpointName: 'prod' },
  },
};

/** The assembly of a stack with a web function, as CDK would write it. */
function assembled(changed: object = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'farthing-web-function-'));
  const write = (file: string, value: unknown): void => {
    writeFileSync(join(folder, file), JSON.stringify(value));
  };
  mkdirSync(join(folder, `asset.${hash}`));
  writeFileSync(join(folder, `asset.${hash}`, 'index.mjs'), server);
  write('manifest.json', {
    artifacts: {
      Shop: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/eu-west-1',
        properties: { templateFile: 'Shop.template.json' },
      },
      'Shop.assets': { type: 'cdk:asset-manifest', properties: { file: 'Shop.assets.json' } },
    },
  });
  write('Shop.assets.json', { files: { [hash]: { source: { path: `asset.${hash}` } } } });
  const url = { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': ['Endpoint', 'DomainName'] }]] };
  write('Shop.template.json', {
    Resources: { ...resources, ...changed },
    Outputs: { FrontUrl: { Value: url } },
  });
  return folder;
}

let runtime: Runtime | undefined;
const folders: string[] = [];
afterEach(async () => {
  await runtime?.close();
  runtime = undefined;
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function started(changed: object = {}) {
  const logged: string[] = [];
  const cloudAssembly = assembled(changed);
  folders.push(cloudAssembly);
  const running = await startRuntime({
    cloudAssembly,
    countCalls: true,
    onLog: (line) => logged.push(line),
  });
  runtime = running;
  const seen = async (url: string, init: RequestInit = {}) =>
    (await (await fetch(url, init)).json()) as Record<string, unknown>;
  return { running, logged, seen, direct: running.outputs['FrontUrl'] ?? '' };
}

describe('a web function', () => {
  it('answers at its own address, with the variables of its revision', async () => {
    const { seen, direct } = await started();

    expect(await seen(`${direct}/a?b=c`)).toMatchObject({
      url: '/a?b=c',
      greeting: 'hello-eu-west-1',
    });
  });

  it('answers at the address of the runtime where there is no HTTP API', async () => {
    const { running } = await started();

    const response = await fetch(`${running.url}/a`, {
      method: 'POST',
      headers: { 'x-key': 'one' },
      body: 'two',
    });

    expect([response.status, response.headers.get('x-answer')]).toEqual([203, 'yes']);
    expect(await response.json()).toMatchObject({ method: 'POST', body: 'two', key: 'one' });
  });

  it('sees the runtime’s clock, from the first request after it was moved', async () => {
    const { running, seen } = await started();
    const then = Date.UTC(2031, 0, 1);

    running.setClock(then);
    const moved = Number((await seen(running.url))['now']);
    running.setClock(undefined);
    const back = Number((await seen(running.url))['now']);

    expect(moved - then).toBeGreaterThanOrEqual(0);
    expect(moved - then).toBeLessThan(60_000);
    expect(Math.abs(back - Date.now())).toBeLessThan(60_000);
  });

  it('is started again when it dies, and sees the clock as it is then', async () => {
    const { running, seen, logged } = await started();
    const { pid } = await seen(running.url);
    running.setClock(Date.UTC(2031, 0, 1));

    await fetch(`${running.url}/die`).catch(() => undefined);
    await until(async () => {
      const again = await seen(running.url).catch(() => ({ pid, now: 0 }));
      return again['pid'] !== pid && Number(again['now']) > Date.UTC(2031, 0, 1);
    });

    expect(logged).toContainEqual(expect.stringContaining('the server ended (3)'));
  });

  it('tells of its processor time', async () => {
    const { running, seen } = await started();
    await running.resetCalls();

    for (let requests = 0; requests < 50; requests += 1) await seen(running.url);

    const { webFunctions } = await running.calls();
    expect(Object.keys(webFunctions)).toHaveLength(1);
    expect(Object.values(webFunctions)[0]?.cpuMilliseconds).toBeGreaterThan(0);
  });

  it('is told to end, and killed after a second where it does not', async () => {
    const stubborn = structuredClone(revision);
    Object.assign(stubborn.Properties.ServiceConfig.EnvironmentVariables, { STUBBORN: 'yes' });
    const { running, seen, logged } = await started({ Revision: stubborn });
    const pid = Number((await seen(running.url))['pid']);

    await running.close();

    expect(logged).toContainEqual(expect.stringContaining('told to end'));
    expect(() => process.kill(pid, 0)).toThrow();
  });

  it.each([
    ['a second one', { Other: revision }, 'one web function runs locally, this stack has 2'],
    [
      'another runtime',
      {
        Revision: {
          ...revision,
          Properties: {
            ...revision.Properties,
            BuildConfig: {
              ...revision.Properties.BuildConfig,
              RuntimeConfig: { Runtime: 'python3.15' },
            },
          },
        },
      },
      'Revision runs python3.15; only Node.js runs here',
    ],
    [
      'code that is not in the assembly',
      {
        Copy: {
          Type: 'Custom::S3ObjectCopy',
          Properties: { SourceObjectKey: `${'b'.repeat(64)}.zip` },
        },
      },
      'the code of a web function is no asset of the assembly',
    ],
  ])('is refused with %s', (_, changed, message) => {
    const folder = assembled(changed);
    folders.push(folder);
    const endpoints = { sqs: 'http://s', httpApi: 'http://h', webFunction: 'http://w' };

    expect(() => readStack(readCloudAssembly(folder), endpoints)).toThrow(message);
  });
});
