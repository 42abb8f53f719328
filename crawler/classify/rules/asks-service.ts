import { defineRule } from '#crawler/classify/define-rule.ts';

/** Asks an outside service. */
export const asksService = defineRule({
  id: 'asks-service',
  title: 'Asks an outside service',
  explains: 'The question leaves the machine, the answer comes back; nothing is changed there.',
  advice: 'Allow it; mind what the question itself gives away.',
  capability: 'ask-service',
  actions: [
    {
      verbs: 'answer ask scrape crawl converse chat prompt research google infer embed autocomplete complete+text ocr',
    },
    { verbs: 'transcribe caption describe+image' },
    { verbs: 'get+completion' },
    { verbs: 'send submit', objects: ['prompt'] },
    { verbs: 'complete', near: ['prompt'] },
    { verbs: 'send submit pass post give forward', scopes: ['model'], unless: ['agent'] },
    { verbs: 'send submit post give', objects: ['message', 'prompt', 'prose', 'file'], scopes: ['model'] },
  ],
  matches: [
    ['ask_expert', 'Asks a language model a question and returns its answer.', { is: 'read' }],
    ['scrape_prices', 'Scrapes a web page and returns its text.', { is: 'read' }],
    ['web_research', 'Research a topic on the web and return sources.', { is: 'read' }],
  ],
  misses: [
    ['send_chat', 'Sends a chat message to a room.'],
    ['create_crawl_rule', 'Creates a rule for the crawler.'],
    ['delete_chat', 'Deletes a chat.'],
  ],
});
