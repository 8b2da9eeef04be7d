import { render } from 'preact';
import './style/base.css';
import './style/frame.css';
import './style/parts.css';
import { App } from './frame/app.tsx';

render(<App />, document.getElementById('studio') as HTMLElement);
