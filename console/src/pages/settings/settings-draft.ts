import type { AnswerOf, RequestOf } from '../../api.ts';
import { isObject } from '../../json-text.ts';

export type Settings = AnswerOf<'GET /v1/billing-settings'>;
export type SettingsBody = RequestOf<'PUT /v1/billing-settings'>['body'];
type Members = Readonly<Record<string, unknown>>;

/** How what has one tax code is taxed, as it is written: a row each, so that a code can be written letter by letter. */
export type TaxRow = Readonly<
  Record<'code' | 'category' | 'rate' | 'exemptionReason' | 'exemptionCode', string>
>;

/** Settings as they are written: what is in them may be wrong, which the interface says. */
export interface SettingsDraft {
  readonly members: Members;
  readonly taxes: readonly TaxRow[];
}

/** Of settings as they are; of none, what they begin as. */
export function settingsDraft(settings: Settings | undefined): SettingsDraft {
  if (settings === undefined) return { members: {}, taxes: [] };
  const { revision: _, taxes = {}, ...members } = settings;
  return {
    members: members as Members,
    taxes: Object.entries(taxes).map(([code, treatment]) => ({
      ...{ code, category: treatment.category, rate: treatment.rate ?? '' },
      exemptionReason: treatment.exemptionReason ?? '',
      exemptionCode: treatment.exemptionCode ?? '',
    })),
  };
}

/** The settings to put; or that a tax code stands twice, at its pointer. */
export function settingsBody({
  members,
  taxes,
}: SettingsDraft): { readonly body: SettingsBody } | { readonly repeated: string } {
  const codes = taxes.map(({ code }) => code);
  const repeated = codes.find((code, index) => codes.indexOf(code) !== index);
  if (repeated !== undefined) return { repeated };
  const treatments: Members = Object.fromEntries(
    taxes.map(({ code, ...treatment }): [string, Members] => [
      code,
      Object.fromEntries(Object.entries(treatment).filter(([, value]) => value !== '')),
    ]),
  );
  const whole = taxes.length === 0 ? members : { ...members, taxes: treatments };
  return { body: withLines(whole) as unknown as SettingsBody };
}

/** An address has lines, though there may be none of them. */
function withLines(members: Members): Members {
  const { seller } = members;
  if (!isObject(seller) || !isObject(seller['address'])) return members;
  return { ...members, seller: { ...seller, address: { lines: [], ...seller['address'] } } };
}

const stepsOf = (pointer: string): readonly string[] => pointer.split('/').slice(1);

/** What stands at a pointer; undefined for nothing. */
export function memberAt(members: unknown, pointer: string): unknown {
  let found = members;
  for (const step of stepsOf(pointer)) found = isObject(found) ? found[step] : undefined;
  return found;
}

/** With something at a pointer. Undefined takes it away, and what has nothing in it then. */
export const withMemberAt = (members: Members, pointer: string, value: unknown): Members =>
  changed(members, stepsOf(pointer), value) ?? {};

function changed(members: Members, steps: readonly string[], value: unknown): Members | undefined {
  const [step = '', ...rest] = steps;
  const { [step]: before, ...others } = members;
  const after = rest.length === 0 ? value : changed(isObject(before) ? before : {}, rest, value);
  if (after !== undefined) return { ...members, [step]: after };
  return Object.keys(others).length === 0 ? undefined : others;
}
