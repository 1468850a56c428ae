import { ProblemError } from '../../../../sdk/src/read/errors.ts';
import type { Api } from '../../api.ts';
import { PageRefusal } from '../../faults.ts';
import type { Settings, SettingsBody } from './settings-draft.ts';

/** The settings; undefined where there are none yet. */
export async function settingsOf(api: Api): Promise<Settings | undefined> {
  try {
    return await api.ask('GET /v1/billing-settings', {});
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'billing-settings.not-found')
      return undefined;
    throw error;
  }
}

/**
 * Puts all settings, if they are now as they were looked at: `before` is their revision then, undefined where there
 * were none. Rejects with `PageRefusal` where somebody else has changed them.
 */
export async function putSettings(
  api: Api,
  { before, body }: { readonly before: number | undefined; readonly body: SettingsBody },
): Promise<Settings> {
  const now = (await settingsOf(api))?.revision;
  if (now !== before) {
    throw new PageRefusal('somebody else has changed the settings: load them again, and look');
  }
  return api.ask('PUT /v1/billing-settings', { body });
}
