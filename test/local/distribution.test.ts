import { rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { edgeOf } from '../../local/edge/edge.ts';
import { makeCustomResource } from '../../local/lambda/custom-resources.ts';
import type { FunctionPool } from '../../local/lambda/function-pool.ts';
import type { Functions } from '../../local/lambda/functions.ts';
import { readStack } from '../../local/stack.ts';
import { readCloudAssembly } from '../../local/template/cloud-assembly.ts';
import { headersConfig, shopAssembly, withDistribution } from './edge-stack.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const endpoints = {
  sqs: 'http://127.0.0.1:1',
  httpApi: 'http://127.0.0.1:2',
  webFunction: 'http://127.0.0.1:7',
};

function stackWith(changed: object = {}) {
  const folder = shopAssembly(changed);
  folders.push(folder);
  return readStack(readCloudAssembly(folder), endpoints);
}

const headersWith = (config: object) => ({
  Headers: {
    Type: 'AWS::CloudFront::ResponseHeadersPolicy',
    Properties: { ResponseHeadersPolicyConfig: { ...headersConfig, ...config } },
  },
});

describe('the distribution of a stack', () => {
  it('is filled by the custom resources that name its bucket, and by no others', () => {
    expect(stackWith().filling.map(({ logicalId }) => logicalId)).toEqual(['Filled']);
  });

  it('may stand before the web function, where that is alone', () => {
    const endpoint = {
      Api: { Type: 'AWS::Lambda::WebFunctionEndpoint', Properties: {} },
      Integration: { Type: 'AWS::KMS::Key' },
      Route: { Type: 'AWS::KMS::Key' },
    };
    const domain = { 'Fn::GetAtt': ['Api', 'DomainName'] };

    const { distribution } = stackWith({
      ...endpoint,
      ...withDistribution({
        config: {
          CacheBehaviors: [],
          Origins: [{ Id: 'interface', DomainName: domain }],
        },
      }),
    });

    expect(distribution?.behaviors).toMatchObject([{ pattern: '*', bucketName: undefined }]);
  });

  it.each<[string, object, string]>([
    ['a second one', { Other: withDistribution({}).Distribution }, 'this stack has 2'],
    [
      'error pages',
      withDistribution({
        config: { CustomErrorResponses: [{ ErrorCode: 404, ResponsePagePath: '/404.html' }] },
      }),
      'ResponsePagePath',
    ],
    [
      'a root object',
      withDistribution({ config: { DefaultRootObject: 'a' } }),
      'DefaultRootObject',
    ],
    ['groups of origins', withDistribution({ config: { OriginGroups: {} } }), 'OriginGroups'],
    ['a path of an origin', withDistribution({ ofOrigin: { OriginPath: '/a' } }), 'OriginPath'],
    [
      'an origin elsewhere',
      withDistribution({ ofOrigin: { DomainName: 'example.com' } }),
      'is example.com: neither a bucket here nor the interface',
    ],
    [
      'Lambda at the edge',
      withDistribution({ ofBehavior: { LambdaFunctionAssociations: [{}] } }),
      'LambdaFunctionAssociations',
    ],
    [
      'signed addresses',
      withDistribution({ ofBehavior: { TrustedKeyGroups: ['a'] } }),
      'TrustedKeyGroups',
    ],
    [
      'a function at another time',
      withDistribution({
        ofBehavior: { FunctionAssociations: [{ EventType: 'viewer-response', FunctionARN: 'a' }] },
      }),
      'viewer-response',
    ],
    [
      'headers before the interface',
      withDistribution({ ofBehavior: { TargetOriginId: 'interface' } }),
      'FunctionAssociations is done locally to objects of buckets alone',
    ],
    [
      'an origin that it does not have',
      withDistribution({ ofBehavior: { TargetOriginId: 'none' } }),
      'names an origin none',
    ],
    [
      'a policy that is not in the stack',
      withDistribution({ ofBehavior: { ResponseHeadersPolicyId: 'managed' } }),
      'has a policy managed',
    ],
    ['CORS of a policy', headersWith({ CorsConfig: {} }), 'CorsConfig'],
    [
      'a security header that is not known',
      headersWith({ SecurityHeadersConfig: { XSSProtection: { Override: true } } }),
      'XSSProtection',
    ],
  ])('is refused with %s, by its name', (_, changed, message) => {
    expect(() => stackWith(changed)).toThrow(message);
  });

  it('is refused with a function that does not compile', () => {
    const stack = stackWith({
      LeadOn: {
        Type: 'AWS::CloudFront::Function',
        Properties: { Name: 'lead-on', FunctionCode: "import cf from 'cloudfront'" },
      },
    });
    const options = {
      functions: functionsOf(async () => undefined),
      engine: endpoints.sqs,
      caller: { region: 'eu-west-1', accessKeyId: 'local' },
      onLog: () => undefined,
    };

    expect(() => edgeOf(stack, options)).toThrow(SyntaxError);
  });
});

describe('the buckets of a distribution', () => {
  it('are filled again where that failed, and not again once it has not', async () => {
    const answers = [{ Status: 'FAILED', Reason: 'no room' }, { Status: 'SUCCESS' }];
    const functions = functionsOf((event) => answering(answers.shift() ?? {})(event));
    const caller = { region: 'eu-west-1', accessKeyId: 'local' };
    const edge = edgeOf(stackWith(), {
      ...{ functions, caller, engine: 'http://127.0.0.1:1', onLog: () => undefined },
    });
    const request = {
      url: '/shop/a',
      method: 'GET',
      headers: {},
      socket: {},
      resume: () => undefined,
    };
    const asked = () => edge?.answer(request as unknown as IncomingMessage);

    await expect(asked()).rejects.toThrow('was not made: no room');
    await expect(asked()).rejects.toThrow('ECONNREFUSED');
    await expect(asked()).rejects.toThrow('ECONNREFUSED');
    expect(answers).toEqual([]);
  });
});

const answering = (answer: object) => (event: Record<string, string>) =>
  fetch(event['ResponseURL'] ?? '', { method: 'PUT', body: JSON.stringify(answer) });

/** Functions that are one, which does this with what it is sent. */
function functionsOf(handler: (event: Record<string, string>) => Promise<unknown>): Functions {
  const pool: Pick<FunctionPool, 'invoke'> = {
    invoke: async (payload) => {
      const base = { requestId: '1', milliseconds: 1, complaint: undefined };
      try {
        await handler(JSON.parse(payload) as Record<string, string>);
        return { ...base, payload: 'null', failure: undefined };
      } catch (error) {
        return { ...base, payload: String(error), failure: 'thrown' };
      }
    },
  };
  return { find: () => pool } as unknown as Functions;
}

describe('a custom resource', () => {
  const made = (handler: (event: Record<string, string>) => Promise<unknown>) => {
    const [definition] = stackWith().filling;
    if (definition === undefined) throw new Error('the shop has one');
    return makeCustomResource(definition, {
      functions: functionsOf(handler),
      onLog: () => undefined,
    });
  };
  it('is made once its function has answered that it is', async () => {
    await expect(made(answering({ Status: 'SUCCESS' }))).resolves.toBeUndefined();
  });

  it.each<[string, (event: Record<string, string>) => Promise<unknown>, string]>([
    [
      'says that it failed',
      answering({ Status: 'FAILED', Reason: 'no room' }),
      'was not made: no room',
    ],
    ['says nothing', async () => undefined, 'there was no answer'],
    ['throws', () => Promise.reject(new Error('lost')), 'was not made: Error: lost'],
  ])('is not made where its function %s', async (_, handler, message) => {
    await expect(made(handler)).rejects.toThrow(message);
  });
});
