import { defineRule } from '#crawler/classify/define-rule.ts';

/** Publishes. */
export const publishes = defineRule({
  id: 'publishes',
  title: 'Publishes',
  explains: 'What was private becomes visible to others; copies stay after it is taken back.',
  advice: 'Limit how often it may be called; review before publishing.',
  capability: 'publish',
  actions: [
    { verbs: 'publish syndicate go+live release make+public', unless: ['money'] },
    { verbs: 'expose', objects: ['port', 'machine', 'request', 'member'] },
  ],
  matches: [
    ['expose_stand', 'Expose a resource as a new address.', { is: 'write' }],
    ['publish_article', 'Publishes a draft article.', { is: 'write' }],
    ['site_publish', 'Publishes the site.', { is: 'write' }],
  ],
  misses: [
    ['unpublish_page', 'Unpublishes a page.', { why: 'it is taken out of sight' }],
    ['list_published', 'Lists what is published.'],
    ['get_publisher', 'Returns a publisher.'],
    ['release_funds', 'Releases funds held in escrow.'],
  ],
});
