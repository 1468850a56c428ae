import { openHold } from './capture.ts';
import type { SpendDecision } from './decision.ts';
import type { Asked } from './entry.ts';
import { refuseOtherEnd } from './repeat.ts';
import { refuseByToken } from './tokens.ts';

/**
 * Gives back all that is held.
 * @throws Rejection `hold.closed`
 */
export const release = ({
  hold,
  asked,
}: {
  readonly hold: string;
  readonly asked: Pick<Asked, 'key' | 'body' | 'token'>;
}): SpendDecision<{ readonly id: string }> => ({
  key: asked.key,
  token: asked.token,
  decide(page) {
    refuseByToken(page, asked.token, 'charge');
    openHold(page, hold, asked.token);
    page.add({ kind: 'release', hold, ...asked });
    return { id: hold };
  },
  repeat(found, page) {
    refuseByToken(page, asked.token, 'charge');
    refuseOtherEnd(found, 'release', asked.body);
    return { id: hold };
  },
});
