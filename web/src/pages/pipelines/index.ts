/// The pages of pipelines and runs: a script of their own, which comes when one of them is opened.
import './states.css';

export { default as PipelinePage } from './PipelinePage.svelte';
export { default as PipelinesPage } from './PipelinesPage.svelte';
export { default as RunPage } from './RunPage.svelte';
export { allTexts } from './text';
