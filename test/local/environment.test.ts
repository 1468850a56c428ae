import {
  GetEntitlementsCommand,
  MarketplaceEntitlementServiceClient,
} from '@aws-sdk/client-marketplace-entitlement-service';
import {
  MarketplaceMeteringClient,
  ResolveCustomerCommand,
} from '@aws-sdk/client-marketplace-metering';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { localEnvironment } from '../../local/environment.ts';

describe('functions on a local stack', () => {
  const before = { ...process.env };
  beforeEach(() => {
    Object.assign(process.env, localEnvironment, { AWS_CONFIG_FILE: '/dev/null' });
  });
  afterEach(() => {
    process.env = before;
  });

  it('ask nobody at AWS Marketplace, where a product does not say whom', async () => {
    const asked: string[] = [];
    const config = {
      region: 'eu-central-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'local' },
      maxAttempts: 1,
      requestHandler: {
        handle: async ({ hostname, port }: { hostname: string; port?: number }): Promise<never> => {
          asked.push(`${hostname}:${port ?? ''}`);
          throw new Error('nobody answers');
        },
      },
    };
    const metering = new MarketplaceMeteringClient(config);
    const entitlement = new MarketplaceEntitlementServiceClient(config);

    await Promise.allSettled([
      metering.send(new ResolveCustomerCommand({ RegistrationToken: 't' })),
      entitlement.send(new GetEntitlementsCommand({ ProductCode: 'p' })),
    ]);

    expect(asked).toEqual(['127.0.0.1:9', '127.0.0.1:9']);
  });
});
