import { render } from 'preact';
import { App } from './app.tsx';
import { keyIn } from './place.ts';

const key = keyIn(location.hash);
if (key !== undefined) history.replaceState(null, '', `${location.pathname}#/overview`);

const place = document.getElementById('console');
if (place !== null) render(<App givenKey={key} />, place);
