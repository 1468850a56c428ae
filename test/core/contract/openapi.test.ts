import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import * as customers from '../../../core/contract/catalog/customer-shapes.ts';
import * as meters from '../../../core/contract/catalog/meter-shapes.ts';
import * as events from '../../../core/contract/events/shapes.ts';
import { checked } from '../../../core/contract/faults.ts';
import { openApiDocument } from '../../../core/contract/openapi.ts';
import { operations } from '../../../core/contract/operations.ts';
import * as quarantine from '../../../core/contract/quarantine/shapes.ts';
import { rejectionStatus } from '../../../core/contract/rejection-codes.ts';
import type { Route } from '../../../core/contract/route.ts';
import { routes } from '../../../core/contract/routes.ts';
import * as common from '../../../core/contract/shapes.ts';
import * as usage from '../../../core/contract/usage/shapes.ts';
import { aggregations } from '../../../core/metering/meter.ts';
import { windowUnits } from '../../../core/metering/query/windows.ts';

type Json = { readonly [member: string]: unknown };
interface OperationObject {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly security: readonly Json[];
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
  }[];
  readonly requestBody?: { readonly content: Json };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content: Json }>
  >;
}

const document = JSON.parse(JSON.stringify(openApiDocument())) as {
  readonly openapi: string;
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: { readonly schemas: Json; readonly securitySchemes: Json };
};

const described = routes.map((route) => {
  const operation = document.paths[route.path]?.[route.method.toLowerCase()];
  if (operation === undefined) throw new Error(`${route.method} ${route.path} is not described`);
  return { route, operation };
});

/** Every value of a document that is an object, with the path to it. */
function* objectsIn(value: unknown, path = '#'): Generator<[string, Json]> {
  if (typeof value !== 'object' || value === null) return;
  yield [path, value as Json];
  for (const [name, member] of Object.entries(value)) yield* objectsIn(member, `${path}/${name}`);
}

describe('the OpenAPI document', () => {
  it('describes every route and nothing else, each under an id of its own', () => {
    const found = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const ids = described.map(({ operation }) => operation.operationId);

    expect(document.openapi).toMatch(/^3\.1\./);
    expect(found.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
    expect(Object.keys(operations).sort()).toEqual(found);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has what every reference refers to, and refers to everything it has', () => {
    const references = [...objectsIn(document)]
      .map(([, { $ref }]) => $ref)
      .filter((reference) => typeof reference === 'string');
    const names = Object.keys(document.components.schemas).map(
      (name) => `#/components/schemas/${name}`,
    );

    expect([...new Set(references)].sort()).toEqual(names.sort());
  });

  it('holds nothing that belongs to another dialect', () => {
    for (const [, value] of objectsIn(document)) {
      expect(value).not.toHaveProperty('$schema');
      expect(value).not.toHaveProperty('$defs');
      expect(value).not.toHaveProperty('nullable');
    }
  });

  it.each(described)(
    '$route.method $route.path names its path parameters',
    ({ route, operation }) => {
      const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

      const named = operation.parameters.filter((parameter) => parameter.in === 'path');

      expect(named.map(({ name }) => name)).toEqual(inPath);
      expect(named.every(({ required }) => required)).toBe(true);
    },
  );

  it.each(described)(
    '$route.method $route.path names the scope it needs',
    ({ route, operation }) => {
      const { scope, also }: Route = route;
      const scopes = [scope, also].filter((one) => one !== undefined);
      expect(operation.security).toEqual(scopes.map((one) => ({ apiKey: [one] })));
      expect(document.components.securitySchemes).toHaveProperty('apiKey.scheme', 'bearer');
    },
  );

  it.each(described)(
    '$route.method $route.path answers something, and says how it refuses',
    ({ route, operation }) => {
      const statuses = Object.keys(operation.responses).map(Number);
      const { problems } = operations[`${route.method} ${route.path}` as keyof typeof operations];

      expect(statuses.filter((status) => status < 300).length).toBeGreaterThan(0);
      for (const code of problems) {
        const response = operation.responses[String(rejectionStatus[code])];
        expect(response?.description).toContain(code);
        expect(response?.content).toHaveProperty('application/problem+json');
      }
      expect(statuses).toContain(500);
      if (route.scope !== undefined) expect(statuses).toEqual(expect.arrayContaining([401, 403]));
      for (const [status, { description, content }] of Object.entries(operation.responses)) {
        expect(description).not.toBe('');
        // Of what the caller has already, nothing is sent again; and some answers say all by their status.
        if (!['204', '304'].includes(status))
          expect(Object.keys(content).length).toBeGreaterThan(0);
      }
      for (const name of operation.tags) {
        expect(document.tags).toContainEqual({ name, description: expect.stringMatching(/\.$/) });
      }
    },
  );

  it('says that PUT and POST have a body wherever they read one', () => {
    const without = described
      .filter(({ route }) => route.method !== 'GET')
      .filter(({ operation }) => operation.requestBody === undefined)
      .map(({ operation }) => operation.operationId);

    expect(without).toEqual([
      'revokePayeeToken',
      'retryQuarantineEntry',
      'closeBackfill',
      'cancelBackfill',
      'disconnectStripeRail',
      'forgetFacilitatorKey',
      'disconnectMarketplace',
      'disconnectSepaRail',
      'revokeMandate',
      'submitSepaBatch',
      'cancelSepaBatch',
      'approvePayoutRun',
      'submitPayoutRun',
      'cancelPayoutRun',
      'lookAtPayoutCommit',
      'refundView',
      'releaseHold',
      'revokeToken',
      'askTransfer',
      'freeWallet',
      'releaseGate',
      'rotateWebhookSecret',
      'testWebhook',
    ]);
  });

  it('says of a form how the fields within a field are written', () => {
    const forms = described.flatMap(({ operation }) => {
      const form = operation.requestBody?.content['application/x-www-form-urlencoded'];
      return form === undefined ? [] : [form];
    });

    expect(forms).toEqual([
      {
        schema: { $ref: '#/components/schemas/StripeMeterEventForm' },
        encoding: { payload: { style: 'deepObject', explode: true } },
      },
    ]);
    expect(document.components.schemas['StripeMeterEventForm']).toMatchObject({
      additionalProperties: false,
      properties: { payload: { required: ['stripe_customer_id'] } },
    });
  });

  it('gives examples that are what they are examples of', () => {
    const shapes = [common, customers, events, meters, quarantine, usage].flatMap((module) =>
      Object.values(module).filter((value) => value instanceof z.ZodType),
    );
    let examples = 0;

    for (const shape of shapes) {
      for (const example of (shape.meta()?.['examples'] as unknown[] | undefined) ?? []) {
        expect(checked(shape, example)).toHaveProperty('value');
        examples += 1;
      }
    }

    expect(examples).toBeGreaterThan(15);
  });

  it('names the aggregations and windows that there are', () => {
    expect(meters.meterDefinition.shape.aggregation.options).toEqual(aggregations);
    expect(usage.usageWindow.options).toEqual(windowUnits);
  });
});
