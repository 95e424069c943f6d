import type { User } from '@koine/contract';
import { ANYONE } from '../../../core/actor.ts';
import type { SignedIn as SignIn } from '../../../core/users.ts';
import type { CommunityContext } from '../context.ts';
import { badRequest } from '../words.ts';
import type { Call, CallInput } from './call.ts';
import {
  AccountPatch,
  Credentials,
  Login,
  NewPassword,
  OneUser,
  SignedIn,
  UserParams,
} from './schema.ts';

/** Accounts and signing in. */
export const accountCalls: readonly Call[] = [
  {
    method: 'POST',
    url: '/users/register',
    id: 'register',
    caller: 'unneeded',
    about: 'Creates an account.',
    errors: [['invalidInput', 'Invalid username'], 'usernameTaken'],
    body: Credentials,
    answers: SignedIn,
    async run({ body, visit }, context) {
      // What is no text is no good username or password either: the core refuses it in the right words.
      const { username, password } = credentials(body);
      return signedIn(await context.accounts.register(username, password, visit), context);
    },
  },
  {
    method: 'POST',
    url: '/users/login',
    id: 'login',
    caller: 'unneeded',
    about: 'Signs in, with an account or as the guest of the caller’s address.',
    errors: [
      ['invalidInput', 'Missing username= and password=, or guest= parameters'],
      'unauthorized',
      ['forbidden', 'Guests are not allowed'],
    ],
    body: Login,
    answers: SignedIn,
    async run({ body, visit }, context) {
      const { username, password } = credentials(body);
      if (username !== '' && password !== '')
        return signedIn(await context.accounts.login(username, password, visit), context);
      if (!body.isTruthy('guest'))
        throw badRequest('Missing username= and password=, or guest= parameters');
      return signedIn(await context.accounts.loginGuest(visit, true), context);
    },
  },
  {
    method: 'POST',
    url: '/users/logout',
    id: 'logout',
    caller: 'needed',
    about: 'Ends the caller’s sign-in everywhere. A guest’s token simply expires.',
    answers: null,
    async run(input, { core }) {
      const { grant } = await input.needCaller();
      if (grant.kind === 'signIn') await core.signIns.end(grant.hash);
    },
  },
  {
    method: 'POST',
    url: '/me/password',
    id: 'changePassword',
    caller: 'needed',
    about: 'Changes the caller’s password and ends their other sign-ins.',
    errors: [
      ['unauthorized', 'Invalid credentials'],
      ['invalidInput', 'Invalid password'],
    ],
    body: NewPassword,
    answers: null,
    async run(input, { accounts }) {
      const { actor, grant } = await input.needCaller();
      if (grant.kind !== 'signIn')
        throw badRequest('Only an account with a username has a password');
      const old = input.body.text('old_password') ?? '';
      const password = input.body.text('password') ?? '';
      await accounts.changePassword(actor, grant.hash, { old, password }, input.visit);
    },
  },
  {
    method: 'GET',
    url: '/me',
    id: 'me',
    caller: 'needed',
    about: 'The caller.',
    answers: OneUser,
    async run(input, context) {
      const { user } = await input.needCaller();
      return { user: show(user, context) };
    },
  },
  {
    method: 'PATCH',
    url: '/me',
    id: 'updateMe',
    caller: 'needed',
    about: 'Changes the caller’s account.',
    errors: [['invalidInput', 'Missing parameter: display_name'], 'usernameTaken'],
    body: AccountPatch,
    answers: null,
    async run(input, context) {
      const { user } = await input.needCaller();
      await rename(user.id, input, context);
    },
  },
  {
    method: 'GET',
    url: '/users/:uid',
    id: 'user',
    caller: 'unneeded',
    about: 'Any account.',
    params: UserParams,
    errors: ['userNotFound'],
    answers: OneUser,
    async run(input, context) {
      const user = await context.core.users.get(ANYONE, input.param('uid'));
      return { user: show(user, context) };
    },
  },
  {
    method: 'PATCH',
    url: '/users/:uid',
    id: 'updateUser',
    caller: 'needed',
    about: 'Changes an account: one’s own, or as root.',
    params: UserParams,
    errors: [['invalidInput', 'Missing parameter: display_name'], 'forbidden', 'userNotFound'],
    body: AccountPatch,
    answers: null,
    run: (input, context) => rename(input.param('uid'), input, context),
  },
];

function credentials(body: CallInput['body']) {
  return { username: body.text('username') ?? '', password: body.text('password') ?? '' };
}

function signedIn({ user, token }: SignIn, context: CommunityContext) {
  return { user: show(user, context), token };
}

async function rename(userId: string, input: CallInput, { core }: CommunityContext): Promise<void> {
  const { actor } = await input.needCaller();
  const displayName = input.body.text('display_name');
  if (displayName === undefined) throw badRequest('Missing parameter: display_name');
  await core.users.update(actor, userId, { displayName });
}

function show(user: User, { view }: CommunityContext) {
  return view.user(view.people.note(user), null);
}
