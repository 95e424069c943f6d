import type { User } from '@koine/contract';
import { ANYONE } from '../../../core/actor.ts';
import type { SignedIn as SignIn } from '../../../core/users.ts';
import type { CommunityContext } from '../context.ts';
import { badRequest } from '../words.ts';
import type { CallInput, Calls, Principal } from './call.ts';
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
export const accountCalls: Calls = {
  'POST /users/register': {
    id: 'register',
    auth: 'none',
    about: 'Creates an account.',
    errors: [['invalidInput', 'Invalid username'], 'usernameTaken'],
    body: Credentials,
    response: SignedIn,
    async run({ body, visit }, context) {
      // What is no text is no good username or password either: the core refuses it in the right words.
      const { username, password } = credentials(body);
      return signedIn(await context.accounts.register(username, password, visit), context);
    },
  },
  'POST /users/login': {
    id: 'login',
    auth: 'none',
    about: 'Signs in, with an account or as the guest of the caller’s address.',
    errors: [
      ['invalidInput', 'Missing username= and password=, or guest= parameters'],
      'unauthorized',
      ['forbidden', 'Guests are not allowed'],
    ],
    body: Login,
    response: SignedIn,
    async run({ body, visit }, context) {
      const { username, password } = credentials(body);
      if (username !== '' && password !== '')
        return signedIn(await context.accounts.login(username, password, visit), context);
      if (!body.isTruthy('guest'))
        throw badRequest('Missing username= and password=, or guest= parameters');
      return signedIn(await context.accounts.loginGuest(visit, true), context);
    },
  },
  'POST /users/logout': {
    id: 'logout',
    auth: 'required',
    about: 'Ends the caller’s sign-in everywhere. A guest’s token simply expires.',
    response: null,
    async run(_input, { core }, { grant }) {
      if (grant.kind === 'signIn') await core.signIns.end(grant.hash);
    },
  },
  'POST /me/password': {
    id: 'changePassword',
    auth: 'required',
    about: 'Changes the caller’s password and ends their other sign-ins.',
    errors: [
      ['unauthorized', 'Invalid credentials'],
      ['invalidInput', 'Invalid password'],
    ],
    body: NewPassword,
    response: null,
    async run(input, { accounts }, { actor, grant }) {
      if (grant.kind !== 'signIn')
        throw badRequest('Only an account with a username has a password');
      const old = input.body.text('old_password') ?? '';
      const password = input.body.text('password') ?? '';
      await accounts.changePassword(actor, grant.hash, { old, password }, input.visit);
    },
  },
  'GET /me': {
    id: 'me',
    auth: 'required',
    about: 'The caller.',
    response: OneUser,
    async run(_input, context, { user }) {
      return { user: show(user, context) };
    },
  },
  'PATCH /me': {
    id: 'updateMe',
    auth: 'required',
    about: 'Changes the caller’s account.',
    errors: [['invalidInput', 'Missing parameter: display_name'], 'usernameTaken'],
    body: AccountPatch,
    response: null,
    run: (input, context, principal) => rename(principal.user.id, input, context, principal),
  },
  'GET /users/:uid': {
    id: 'user',
    auth: 'none',
    about: 'Any account.',
    params: UserParams,
    errors: ['userNotFound'],
    response: OneUser,
    async run(input, context) {
      const user = await context.core.users.get(ANYONE, input.param('uid'));
      return { user: show(user, context) };
    },
  },
  'PATCH /users/:uid': {
    id: 'updateUser',
    auth: 'required',
    about: 'Changes an account: one’s own, or as root.',
    params: UserParams,
    errors: [['invalidInput', 'Missing parameter: display_name'], 'forbidden', 'userNotFound'],
    body: AccountPatch,
    response: null,
    run: (input, context, principal) => rename(input.param('uid'), input, context, principal),
  },
};

function credentials(body: CallInput['body']) {
  return { username: body.text('username') ?? '', password: body.text('password') ?? '' };
}

function signedIn({ user, token }: SignIn, context: CommunityContext) {
  return { user: show(user, context), token };
}

async function rename(
  userId: string,
  { body }: CallInput,
  { core }: CommunityContext,
  { actor }: Principal,
): Promise<void> {
  const displayName = body.text('display_name');
  if (displayName === undefined) throw badRequest('Missing parameter: display_name');
  await core.users.update(actor, userId, { displayName });
}

function show(user: User, { view }: CommunityContext) {
  return view.user(view.profiles.record(user), null);
}
