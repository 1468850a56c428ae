import { describe, expect, it } from '@jest/globals';
import type { Api } from '../../console/src/api.ts';
import { putSettings } from '../../console/src/pages/settings/put-settings.ts';
import {
  memberAt,
  type Settings,
  settingsBody,
  settingsDraft,
  withMemberAt,
} from '../../console/src/pages/settings/settings-draft.ts';
import {
  settingFrom,
  settingGroups,
  settingText,
} from '../../console/src/pages/settings/settings-fields.ts';
import { billingWords, documentWords } from '../../console/src/pages/settings/settings-words.ts';
import { settingsBody as shape } from '../../core/contract/catalog/settings-shapes.ts';
import { problemError } from '../../sdk/src/read/errors.ts';

const settings: Settings = {
  seller: {
    ...{ name: 'Magazine GmbH', taxNumber: 'DE123456788' },
    address: { lines: ['Hauptstr. 1'], city: 'Berlin', country: 'DE' },
  },
  ...{ timezone: 'Europe/Berlin', notes: ['One.', 'Two.'], approval: false, bounds: null },
  ...{ taxes: { standard: { category: 'S', rate: '19' } }, paymentTermsDays: 0, revision: 3 },
};
const { revision: _, ...put } = settings;
const bodyOf = (draft: Parameters<typeof settingsBody>[0]) => {
  const read = settingsBody(draft);
  return 'body' in read ? read.body : read;
};

describe('settings that a person changes', () => {
  it('are put as they were, where nothing was changed', () => {
    expect(bodyOf(settingsDraft(settings))).toEqual(put);
    expect(shape.safeParse(bodyOf(settingsDraft(settings))).success).toBe(true);
  });

  it('stay what they are through the text of every field', () => {
    const { members, taxes } = settingsDraft(settings);
    let again: typeof members = members;
    for (const field of settingGroups.flatMap(({ fields }) => fields)) {
      const text = settingText(field, memberAt(members, field.at));
      again = withMemberAt(again, field.at, settingFrom(field, text));
    }

    expect(bodyOf({ members: again, taxes })).toEqual(put);
  });

  it('have the lines of an address, though there are none', () => {
    const members = withMemberAt({}, '/seller/address/country', 'DE');

    expect(bodyOf({ members, taxes: [] })).toEqual({
      seller: { address: { lines: [], country: 'DE' } },
    });
  });

  it('have no address where all of it was taken away', () => {
    const { members } = settingsDraft(settings);
    const without = ['lines', 'city', 'country'].reduce<typeof members>(
      (rest, name) => withMemberAt(rest, `/seller/address/${name}`, undefined),
      members,
    );

    expect(memberAt(without, '/seller')).toEqual({
      name: 'Magazine GmbH',
      taxNumber: 'DE123456788',
    });
  });

  it('may not say twice how a tax code is taxed', () => {
    const row = {
      code: 'standard',
      category: 'S',
      rate: '19',
      exemptionReason: '',
      exemptionCode: '',
    };

    expect(settingsBody({ members: {}, taxes: [row, row] })).toEqual({ repeated: 'standard' });
  });

  it('keep a number that is none as it was written, so that it is refused', () => {
    expect(settingFrom({ as: 'number' }, '1e3')).toBe('1e3');
    expect(settingFrom({ as: 'number' }, '030')).toBe(30);
    expect(settingFrom({ as: 'number' }, '')).toBeUndefined();
  });
});

describe('settings that are put', () => {
  const { body } = { body: put };
  const missing = problemError({
    ...{ type: 'urn:farthing:problem:billing-settings.not-found', title: 'Not found', status: 404 },
    ...{ code: 'billing-settings.not-found', detail: 'there are none', requestId: 'r-1' },
  });
  function having(now: Settings | undefined) {
    const asked: string[] = [];
    const ask = async (route: string) => {
      asked.push(route);
      if (now === undefined && route.startsWith('GET')) throw missing;
      return Promise.resolve(now);
    };
    return { asked, api: { ask } as unknown as Api };
  }

  it('are put where they are as they were looked at', async () => {
    const { api, asked } = having(settings);
    await putSettings(api, { before: 3, body });

    expect(asked).toEqual(['GET /v1/billing-settings', 'PUT /v1/billing-settings']);
  });

  it('are put where there are none', async () => {
    const { api, asked } = having(undefined);
    await putSettings(api, { before: undefined, body });

    expect(asked).toContain('PUT /v1/billing-settings');
  });

  it.each([2, undefined])('are not put over those of somebody else: %s', async (before) => {
    const { api, asked } = having(settings);

    await expect(putSettings(api, { before, body })).rejects.toThrow(/somebody else/);
    expect(asked).toEqual(['GET /v1/billing-settings']);
  });
});

describe('settings in words', () => {
  const least: Settings = { seller: { name: 'Me' }, revision: 1 };
  const said = (words: ReturnType<typeof billingWords>) => Object.fromEntries(words);

  it('say what holds where nothing was set', () => {
    expect(said(billingWords(least))).toMatchObject({
      'an invoice is due': '14 days after it was issued',
      'a month is billed': '24 hours after its end',
      'a person approves': 'the drafts of the first month that is closed',
      'set aside for a person': 'what is more than 10 times the last invoice, and at least 1',
    });
    expect(said(documentWords(least))).toMatchObject({
      'dated by the calendar of': 'UTC',
      'invoices are numbered': 'INV-{year}-000001',
    });
  });

  it('tell zero, false and never from what was not set', () => {
    expect(said(billingWords(settings))).toMatchObject({
      'an invoice is due': '0 days after it was issued',
      'a person approves': 'nothing',
      'set aside for a person': 'nothing for its amount',
    });
  });
});
