import { defineRule } from '#crawler/classify/define-rule.ts';

/** Drives a browser, app or device. */
export const drivesInterface = defineRule({
  id: 'drives-interface',
  title: 'Drives a browser, app or device',
  explains: 'It acts as a person at the screen would, on whatever page is open.',
  advice: 'Ask for approval, or limit it; keep it away from signed-in sessions.',
  capability: 'drive-interface',
  actions: [
    {
      verbs:
        'click navigate tap swipe scroll hover drop+files double+click right+click doubleclick type+text press+key send+input send+keystroke send+keystrokes inject+input input+text go+back go+forward go+to goto long+press mouse+click mouse+move key+press keypress send+key send+keys send+keypress sendkeys act focus+window switch+tab dblclick pinch longpress fill+form screen+tap key+down key+up mouse+down mouse+up open+url new+tab new+page paste unfocus tap+on rightclick middle+click scroll+to hotkey steer',
    },
    { verbs: 'type fill press key enter', unless: ['thought', 'repository', 'code'] },
    {
      verbs:
        'select close focus uncheck switch resize reload refresh set new activate maximize minimize drop submit handle choose accept dismiss toggle change',
      objects: ['interface'],
      unless: ['repository'],
    },
    { verbs: 'create', objects: ['interface'], unless: ['repository'], apart: ['container'] },
    { verbs: 'move', objects: ['interface'], unless: ['repository'], apart: ['container', 'member'] },
    {
      verbs: 'open close check switch reload refresh set create new activate fill submit choose accept toggle change',
      objects: ['uiPart'],
      domains: ['browser', 'device'],
      unless: ['repository', 'file', 'logs'],
    },
    { verbs: 'select', objects: ['info', 'uiPart'], domains: ['browser'] },
    { verbs: 'interact' },
    {
      verbs: 'select drop upload reload back forward handle resize emulate dismiss uncheck deselect focus',
      domains: ['browser'],
    },
    { verbs: 'visit load', objects: ['interface', 'application', 'request'] },
    { verbs: 'open launch bring+up', near: ['application', 'interface'], unless: ['repository', 'message', 'mark'] },
    { verbs: 'open', scopes: ['interface'] },
    { verbs: 'inject', objects: ['interface'] },
    { verbs: 'connect attach', objects: ['interface'] },
    {
      verbs: 'dig mine place craft build move look fish smelt mount eat',
      domains: ['device'],
      objects: ['gamepiece'],
    },
    { verbs: 'walk jump teleport attack equip strafe patrol takeoff take+off land', domains: ['device'] },
    { verbs: 'zoom pan tilt spin shake', domains: ['device', 'browser'] },
    { verbs: 'open launch', domains: ['device', 'browser'] },
    { verbs: 'visit', domains: ['browser'] },
    {
      verbs:
        'turn+on turn+off switch+on switch+off toggle set open close lock unlock play pause stop resume start mute unmute move activate adjust change skip control rotate home+axis print seek trigger arm disarm raise lower increase decrease next previous transfer',
      objects: ['appliance'],
      unless: ['repository', 'file'],
    },
    {
      verbs: 'speak play rewind fast+forward volume+up volume+down dim brighten vibrate skip+to+previous',
    },
    { verbs: 'turn+on turn+off toggle+power set+brightness switch+on switch+off', domains: ['device'] },
    { verbs: 'install start stop', domains: ['device'], objects: ['application', 'machine'] },
    { verbs: 'drag' },
    { verbs: 'print', scopes: ['appliance'] },
    { verbs: 'perform make do', objects: ['uiPart'], domains: ['device', 'browser'] },
    { verbs: 'clean feed pet groom', objects: ['gamepiece', 'appliance'] },
    { verbs: 'resume', domains: ['device'] },
    { verbs: 'seek skip', domains: ['device'] },
    { verbs: 'control operate' },
  ],
  matches: [
    ['press_button', 'Presses a button.', { is: 'execute' }],
    [
      'page_navigate',
      'Navigates to an address.',
      { is: 'execute', server: { name: 'browser', tools: ['click', 'navigate', 'screenshot', 'type_words'] } },
    ],
    ['lights_turn_on', 'Turns a lamp on.', { is: 'execute' }],
    [
      'fill_field',
      'Fills a form field in the page.',
      { is: 'execute', server: { name: 'browser', tools: ['click', 'navigate', 'screenshot', 'type_words'] } },
    ],
    ['create_tab', 'Creates a tab.', { is: 'execute' }],
    ['open_emulator', 'Opens the emulator frontend.', { is: 'execute' }],
    ['navigate_to_place', '', { is: 'execute' }],
    ['open_entrance', 'Opens the entrance page in the browser.', { is: 'execute' }],
    ['send_input', 'Sends input to the puppet.', { is: 'execute' }],
    ['pass_on', 'Injects a key event.', { is: 'execute' }],
    ['send_keystroke', '', { is: 'execute' }],
    ['send_keystrokes', '', { is: 'execute' }],
    ['inject_input', '', { is: 'execute' }],
    ['input_text', '', { is: 'execute' }],
  ],
  misses: [
    ['create_team_tab', 'Creates a tab in a room of a team.', { why: 'a part of a room, not of a browser' }],
    ['get_click_stats', 'Returns click statistics.'],
    ['list_leaflets', 'Lists pages.'],
    ['list_press_releases', 'Lists press releases.'],
    ['select_rows', 'Selects rows from a table.'],
    ['open_dispute', 'Opens a dispute with the seller.'],
    ['open_book', 'Opens a book in the library.'],
  ],
});
