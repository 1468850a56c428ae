import { type Group, oneOf } from './setting.ts';

/** The keys that let requests in. */
export const access = {
  keyMode: {
    key: 'farthing:keyMode',
    kind: oneOf(['live', 'test']),
    does: 'What the keys say that this deployment issues: `ft_live_…` or `ft_test_…`',
  },
} satisfies Group;
