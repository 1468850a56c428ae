import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { goTo } from '../../go.ts';
import { linkTo } from '../../place.ts';
import { useApi } from '../../session.ts';
import { Empty, Failed, Loading } from '../../ui/states.tsx';
import { useAsked } from '../../use-answer.ts';
import type { PageProps } from '../page-props.ts';
import { settingsOf } from './put-settings.ts';
import type { Settings } from './settings-draft.ts';
import { SettingsForm } from './settings-form.tsx';
import { SettingsShown } from './settings-shown.tsx';

/** Billing settings, and a form for them where the address asks for it. */
export function Billing({ place }: PageProps): JSX.Element {
  const api = useApi();
  const asked = useAsked(async () => ({ settings: await settingsOf(api) }), [api]);
  const [put, setPut] = useState<Settings>();
  if (asked.error !== undefined) return <Failed error={asked.error} onAgain={asked.reload} />;
  if (asked.value === undefined) return <Loading what="the settings" />;
  const { settings } = asked.value;
  if (place.query['edit'] !== undefined) {
    return (
      <SettingsForm
        settings={settings}
        onDone={(done) => {
          setPut(done);
          asked.reload();
          goTo('settings');
        }}
      />
    );
  }
  return (
    <>
      {put === undefined ? null : (
        <p class="notice good" role="status">
          Put, as revision {put.revision}.
        </p>
      )}
      {settings === undefined ? (
        <Empty>
          There are no billing settings yet, and no month is billed. Set who sells, and months are
          billed from then on.
        </Empty>
      ) : (
        <SettingsShown settings={settings} />
      )}
      <p class="buttons">
        <a class="button" href={linkTo('settings', undefined, { edit: 'all' })}>
          {settings === undefined ? 'Set them …' : 'Change …'}
        </a>
      </p>
    </>
  );
}
