import { render } from 'preact';
import { App } from './app.tsx';
import { takenKey } from './taken-key.ts';

const givenKey = takenKey();
const place = document.getElementById('console');
if (place !== null) render(<App givenKey={givenKey} />, place);
