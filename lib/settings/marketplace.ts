import { type Group, type Kind, refuse, type SettingsOf } from './setting.ts';

/** As keys have it. */
const TENANT = /^[ -~]{1,128}$/;

const tenant: Kind<string | undefined> = {
  takes: 'a tenant',
  byDefault: '',
  parse: (called, given) => {
    if (given === undefined) return undefined;
    const isTenant = typeof given === 'string' && TENANT.test(given);
    return isTenant ? given : refuse(called, 'a tenant, as keys have it', given);
  },
};

/** What the AWS account of the stack sells at AWS Marketplace. */
export const marketplace = {
  marketplaceTenant: {
    key: 'farthing:marketplaceTenant',
    kind: tenant,
    does: 'Whose products the AWS account of the stack sells at AWS Marketplace: usage of those who subscribe is reported there each hour, and functions may ask for it. See [marketplace](marketplace.md)',
  },
} satisfies Group;

export type MarketplaceSettings = SettingsOf<typeof marketplace>;
