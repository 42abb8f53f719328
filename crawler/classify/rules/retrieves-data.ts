import { defineRule } from '#crawler/classify/define-rule.ts';

/** Retrieves data. */
export const retrievesData = defineRule({
  id: 'retrieves-data',
  title: 'Retrieves data',
  explains: 'Reading is where most work begins and changes nothing.',
  advice: 'Allow it, unless what it returns is itself sensitive.',
  capability: 'read-data',
  actions: [
    {
      verbs:
        'get list fetch read reveal retrieve show view find lookup browse inspect explore obtain collect gather see locate identify describe peek tail ls dir cat grep glob pull+data display observe discern trace poll track return tell provide present surface look discover know dig whois nslookup traceroute stat head hydrate introspect recall give access+data access peruse learn list+all page aggregate+by hear recap enquire inquire autocomplete+names',
    },
    {
      verbs:
        'search query scan filter check count sort monitor audit crawl+site map watch review select screen select+from explain examine measure survey scout seek hunt enumerate investigate exist',
    },
    { verbs: 'provide offer return suggest share', objects: ['guidance'] },
    { verbs: 'traverse skim sift probe sniff advise instruct teach tutor coach walk+through disclose consult' },
    { verbs: 'access', objects: ['info', 'logs'] },
    { verbs: 'load', unless: ['interface', 'machine'] },
    { verbs: 'pull', objects: ['info', 'logs', 'query', 'message'] },
    { verbs: 'open' },
    { verbs: 'listen', unless: ['port'] },
    { verbs: 'test', objects: ['session', 'access', 'credential', 'info'] },
    { verbs: 'resolve' },
    { verbs: 'download' },
    { verbs: 'export' },
    { verbs: 'receive', unless: ['money'] },
    { verbs: 'dump' },
    { verbs: 'print', objects: ['info', 'logs'] },
    { verbs: 'issue', objects: ['inquiry'] },
    { verbs: 'follow', objects: ['logs'] },
    { verbs: 'run execute perform make do conduct issue', near: ['inquiry'], objects: ['query'] },
    { verbs: 'call invoke', near: ['lookOnly'] },
    { verbs: 'report', only: 'text' },
    { verbs: 'apply request', objects: ['quote'] },
    { verbs: 'resolve', objects: ['identifier'] },
    { verbs: 'resolve', scopes: ['identifier', 'info'] },
  ],
  matches: [
    ['follow_log', 'Follows a log for half a minute.', { is: 'read' }],
    ['list_invoices', 'Lists invoices, newest first.', { is: 'read', why: 'a noun of money after a reading verb' }],
    ['get_refund_status', '', { is: 'read' }],
    ['delete_request__list_replies', '', { is: 'read', why: 'what stands before a double mark is a group' }],
    ['widget_list', 'Returns every widget.', { is: 'read', why: 'the verb stands last' }],
    ['obtener_clientes', 'Obtiene los clientes.', { is: 'read', why: 'Spanish' }],
    ['findOrdersByDateV2', '', { is: 'read' }],
    ['cli_install', 'Provides instructions for setting up the command line.', { is: 'read' }],
    ['refund_search', '', { is: 'read', why: 'the reader at the end counts' }],
    ['get_mailbox', 'Opens a mailbox. Returns the smtp password.'],
  ],
  misses: [
    ['delete_from_list', 'Deletes an entry.', { why: 'list is a noun here' }],
    ['create_list', 'Creates an empty list.', { why: 'list is the object' }],
    ['update_view', 'Changes a saved view.', { why: 'view is the object' }],
    ['send_report', 'Mails a report to the team.', { why: 'report is the object' }],
  ],
});
