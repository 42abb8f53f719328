import { defineRule } from '#crawler/classify/define-rule.ts';

/** Creates data. */
export const createsData = defineRule({
  id: 'creates-data',
  title: 'Creates data',
  explains: 'Something new appears and stays, under your name.',
  advice: 'Limit how often it may be called.',
  capability: 'create-data',
  actions: [
    {
      verbs:
        'create add insert make new compose save append prepend define initialize init scaffold bootstrap clone fork duplicate copy import provision upsert capture+note remember memorize persist enqueue store push commit stage stash schedule propose enroll enrol onboard introduce establish allocate spawn+task seed populate prepare+new draft author ingest crosspost instantiate materialize sign+up signup join note jot add+new submit craft write register record log raise fill+in form+new book+meeting note+down assemble bookmark cherry+pick branch checkpoint back+up backup request place negotiate contribute mirror symlink reissue reinstall recreate incorporate formulate furnish inscribe mock+data preload warm prewarm stitch',
      unless: ['thought'],
    },
    { verbs: 'open', objects: ['repository', 'case'], unless: ['interface'] },
    { verbs: 'book', unless: ['ware'] },
    { verbs: 'build', objects: ['asset', 'file', 'info', 'message', 'template'] },
    { verbs: 'post put', unless: ['trade'] },
    { verbs: 'snapshot' },
    { verbs: 'index embed', domains: ['cloud'] },
    { verbs: 'index', objects: ['file', 'code', 'repository', 'everything'] },
    { verbs: 'produce give+birth' },
    { verbs: 'generate' },
    { verbs: 'set+up setup' },
    { verbs: 'create', near: ['draft'] },
    { verbs: 'reserve', unless: ['ware'] },
    { verbs: 'start', objects: ['message', 'repository', 'mark'] },
    { verbs: 'log+time log+work log+hours', only: 'text' },
    { verbs: 'file', only: 'name' },
    { verbs: 'report', only: 'name' },
    { verbs: 'plan', objects: ['message'] },
    { verbs: 'track', objects: ['message'] },
  ],
  matches: [
    ['log_hours', 'Log hours on a chore.', { is: 'write' }],
    ['duplicar_ficha', 'Duplica una ficha.', { is: 'write' }],
    ['index_shelf', 'Indexes files for a search.', { is: 'write' }],
    ['add_chore', '[Team planning] Add a chore.', { is: 'write', why: 'a mark before the sentence' }],
    ['store_data', 'Store data in the cache.', { is: 'write', why: 'data is no information where it is the object' }],
    [
      'create_event',
      '',
      { is: 'write', server: { name: 'Mail desk', tools: ['create_event', 'create_tag', 'create_list', 'get_lists'] } },
    ],
    ['fork_repository', 'Forks a repository to your account.', { is: 'write' }],
    ['ACCOUNT_createNewInvoiceV2', '', { is: 'write', why: 'camel case with a prefix and a version' }],
    ['newsletter_create', 'Creates a newsletter.', { is: 'write' }],
    [
      'create_timer',
      'Creates a timer.',
      { why: 'what is run later', parameters: { command: { type: 'string', description: 'What it does' } } },
    ],
  ],
  misses: [
    ['check_name', 'Submit a name to check whether it is free.', { why: 'handed in to be looked at' }],
    ['list_created_items', 'Lists items created this week.', { why: 'a filter' }],
    ['get_record', 'Returns one record.', { why: 'record is a noun' }],
    ['onboarding_guide', 'Returns the onboarding guide.', { why: 'a noun that holds a verb' }],
  ],
});
