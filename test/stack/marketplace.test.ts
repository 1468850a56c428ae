import { describe, expect, it, jest } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { settingsOfStack } from '../../lib/settings/settings.ts';
import { aStack, resourcesOf } from './a-stack.ts';
import type { Resource } from './resource.ts';
import { at, functionsOf, ofType, resources } from './synthesized.ts';

jest.setTimeout(60_000);

const selling = resourcesOf(aStack({ 'farthing:marketplaceTenant': 'acme' }));

const tenantsOf = (all: ReadonlyMap<string, Resource>) =>
  functionsOf(all).flatMap(([name, , resource]) => {
    const tenants = at(resource, 'Environment.Variables.MARKETPLACE_TENANTS');
    return tenants === undefined ? [] : [[name, tenants]];
  });

/** Who may ask what of AWS Marketplace, by the function of the role. */
const askingOf = (all: ReadonlyMap<string, Resource>) =>
  ofType(all, 'AWS::IAM::Role').flatMap(([id, { Properties }]) => {
    const policies = JSON.stringify(Properties['Policies'] ?? '');
    const actions = policies.match(/aws-marketplace:\w+/g) ?? [];
    return actions.length === 0 ? [] : [[/CollectPayments|ServeRails/.exec(id)?.[0], actions]];
  });

describe('what is sold at AWS Marketplace', () => {
  it('is of the tenant that is set, and its functions may ask for it then alone', () => {
    expect(Object.fromEntries(tenantsOf(selling))).toEqual({
      CollectPayments: '["acme"]',
      ServeRails: '["acme"]',
    });
    expect(Object.fromEntries(askingOf(selling))).toEqual({
      CollectPayments: ['aws-marketplace:BatchMeterUsage'],
      ServeRails: ['aws-marketplace:GetEntitlements', 'aws-marketplace:ResolveCustomer'],
    });
    expect(askingOf(resources)).toEqual([]);
    expect(Object.fromEntries(tenantsOf(resources))).toEqual({
      CollectPayments: '[]',
      ServeRails: '[]',
    });
  });

  it('has the rails queue told of licenses that AWS takes away, and nothing else', () => {
    const [[, rule] = []] = ofType(selling, 'AWS::Events::Rule');

    expect(at(rule, 'EventPattern')).toEqual({
      source: ['aws.agreement-marketplace'],
      'detail-type': ['License Deprovisioned - Manufacturer'],
    });
    expect(JSON.stringify(at(rule, 'Targets'))).toContain('$.detail.license.arn');
    expect(ofType(resources, 'AWS::Events::Rule')).toEqual([]);
  });

  it('is refused for what is no tenant', () => {
    const { node } = new App({ context: { 'farthing:marketplaceTenant': 'Büro' } });

    expect(() => settingsOfStack(node, {})).toThrow(
      /^set farthing:marketplaceTenant to a tenant, as keys have it/,
    );
  });
});
