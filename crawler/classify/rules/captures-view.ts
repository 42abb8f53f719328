import { defineRule } from '#crawler/classify/define-rule.ts';

/** Captures a view. */
export const capturesView = defineRule({
  id: 'captures-view',
  title: 'Captures a view',
  explains: 'A picture of the screen shows what is on it, private or not, but changes nothing.',
  advice: 'Allow it; screenshots may show secrets.',
  capability: 'view-screen',
  actions: [
    { verbs: 'screenshot screengrab take+screenshot take+snapshot capture+screenshot' },
    { verbs: 'take grab', objects: ['file'], unless: ['money'] },
    { verbs: 'snapshot', domains: ['browser', 'device'] },
    { verbs: 'take grab', objects: ['interface'] },
    { verbs: 'capture', unless: ['money', 'job', 'thought', 'message'] },
  ],
  nouns: 'screenshot screengrab',
  matches: [
    ['grab_screenshot', 'Takes a screenshot of the current page.', { is: 'read' }],
    ['screen_capture', 'Captures the screen as an image.', { is: 'read' }],
    [
      'page_snapshot',
      'Capture an accessibility snapshot of the page.',
      { is: 'read', server: { name: 'browser', tools: ['page_click', 'page_snapshot', 'page_navigate'] } },
    ],
  ],
  misses: [
    ['create_volume_snapshot', 'Creates a snapshot of a volume.'],
    ['capture_held_payment', 'Captures an authorised payment.'],
    ['delete_screenshot', 'Deletes a stored screenshot.'],
  ],
});
