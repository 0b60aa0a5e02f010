/* The protocol by which a vault commits, compacts and recovers (../README.md), as a model in Promela that spin walks
 * through in every order of events: after each single step the machine may lose power or the process may be killed,
 * during recovery as well, and a write or a sync may fail.
 *
 * What it shows: whatever the vault has acknowledged, or has shown after an opening, is there after every later
 * opening; nothing that was not the one commit in flight comes with it; a commit that was reported as undone does not
 * come back; a base is never read with another base's log; and no opening is refused.
 *
 * What it takes for granted: sums are not forged, a sync that succeeded did what it says, and a file that was synced
 * reads back. A file system may keep or lose each change that was not synced by itself, in any order: more than most
 * really do.
 *
 * Each -D of check leaves out one precaution; spin must then find the way to the damage.
 */

#ifndef COMMITS
#define COMMITS 2 /* in one generation */
#endif
#ifndef GENS
#define GENS 3 /* so GENS-1 compactions */
#endif
#ifndef CRASHES
#define CRASHES 2
#endif

/* A record in the log. */
#define ABSENT 0
#define TORN 1
#define WHOLE 2

/* Seen is what the system shows to a process that asks, kept what is sure to outlive a loss of power. */
typedef Generation {
	byte folded;      /* commits in the base */
	byte followed;    /* commits that the first record stands for, when the base was not the last state */
	byte id;          /* of the base, as the log's header names it; 0: there is no base yet */
	bit whole;        /* the base's bytes are synced */
	bit baseSeen;     /* the name is in the directory */
	bit baseKept;
	byte logSeen;     /* id of the base that the log behind the name belongs to; 0: no such name */
	byte logKept;
	byte seen[COMMITS];
	byte kept[COMMITS];
	byte slotSeen;    /* what the head slots name */
	byte slotKept
};

Generation g[GENS];
byte now;     /* the generation in use */
byte count;   /* records in its log */
byte ids = 1; /* bases made so far */
byte making;  /* 0: no compaction is under way; 1: the new base is being written; 2: it is synced */
byte copied;  /* records that went into it */

/* What the generation in use holds. */
#define held (g[now].folded + count + (count > 0 && g[now].followed > 0 -> g[now].followed - 1 : 0))

byte sure;     /* commits that were acknowledged or shown */
byte possible; /* with the one in flight */
byte crashes;
bool failed;   /* a sync failed: no more writes until the next opening */
byte i, n, top;

/* Either the old or the new one is on the disk. */
#define either(seen, kept) if :: seen = kept :: kept = seen fi

/* The power fails: of every change that is not sure, chance decides. */
inline power() {
	n = 0;
	do
	:: n < GENS ->
		if :: g[n].baseSeen != g[n].baseKept -> either(g[n].baseSeen, g[n].baseKept) :: else fi;
		if :: g[n].logSeen != g[n].logKept -> either(g[n].logSeen, g[n].logKept) :: else fi;
		if
		:: g[n].slotSeen != g[n].slotKept ->
			if
			:: g[n].slotSeen = g[n].slotKept
			:: g[n].slotKept = g[n].slotSeen
			:: g[n].slotSeen = 0; g[n].slotKept = 0 /* torn: it says nothing */
			fi
		:: else
		fi;
		if :: g[n].id != 0 && !g[n].whole -> g[n].id = 0 /* bytes that are no base */ :: else fi;
		i = 0;
		do
		:: i < COMMITS ->
			if
			:: g[n].seen[i] != g[n].kept[i] ->
				if
				:: g[n].seen[i] = g[n].kept[i]
				:: g[n].kept[i] = g[n].seen[i]
				:: g[n].seen[i] = TORN; g[n].kept[i] = TORN
				fi
			:: else
			fi;
			i++
		:: else -> break
		od;
		n++
	:: else -> break
	od;
	n = 0; i = 0
}

inline syncLog() {
	i = 0;
	do
	:: i < COMMITS -> g[now].kept[i] = g[now].seen[i]; i++
	:: else -> break
	od;
	i = 0;
	g[now].slotKept = g[now].slotSeen
}

inline syncDir() {
	n = 0;
	do
	:: n < GENS -> g[n].baseKept = g[n].baseSeen; g[n].logKept = g[n].logSeen; n++
	:: else -> break
	od;
	n = 0
}

inline cutFrom(from) {
	i = from;
	do
	:: i < COMMITS -> g[now].seen[i] = ABSENT; i++
	:: else -> break
	od;
	i = 0
}

/* Between any two steps: go on, be killed, or lose power. */
#define step \
	if \
	:: skip \
	:: crashes < CRASHES -> crashes++; goto opening \
	:: crashes < CRASHES -> crashes++; atomic { power() }; goto opening \
	fi

active proctype vault() {
	/* A vault as Create leaves it. */
	g[0].id = 1; g[0].whole = 1; g[0].baseSeen = 1; g[0].baseKept = 1; g[0].logSeen = 1; g[0].logKept = 1;

opening:
	failed = false;
	making = 0;
	atomic {
		/* The highest generation that has a base. */
		top = GENS;
		do
		:: top > 0 && !g[top - 1].baseSeen -> top--
		:: else -> break
		od;
		assert(top > 0);                      /* "no base is there" */
		now = top - 1;
		assert(g[now].id != 0);               /* the base is whole */
		assert(g[now].logSeen == g[now].id);  /* the log is there and belongs to it */
		count = 0;
		do
		:: count < COMMITS && g[now].seen[count] == WHOLE -> count++
		:: else -> break
		od;
		i = count;
		do
		:: i < COMMITS -> assert(g[now].seen[i] != WHOLE); i++ /* a later record: refused */
		:: else -> break
		od;
		i = 0; top = 0;
		assert(g[now].slotSeen <= count)      /* the slots know of more: refused */
	};
	step;
	/* What a crash cut short is cut off, so that the next record follows the last good one. */
	if
	:: count < COMMITS && g[now].seen[count] == TORN -> d_step { cutFrom(count) }; step
	:: else
	fi;
	/* What is read may come out of memory that the disk never got: a record whose sync nobody waited for, or a cut
	   after a sync that failed. It is made sure before it is shown. */
#ifndef NO_SYNC_AT_OPENING
	d_step { syncLog() };
	step;
#endif
	/* The same with the name of the base: it has to be sure before the old one goes. */
#ifndef NO_DIRSYNC_AT_OPENING
	d_step { syncDir() };
	step;
#endif
	top = 0;
	do
	:: top < GENS ->
		if
		:: top != now && g[top].logSeen != 0 -> g[top].logSeen = 0; step
		:: else
		fi;
		if
		:: top != now && g[top].baseSeen -> g[top].baseSeen = 0; step
		:: else
		fi;
		top++
	:: else -> break
	od;
	/* The vault is open and shows what it holds. */
	assert(held >= sure);
	assert(held <= possible);
	sure = held;
	possible = sure;

working:
	if
	:: count < COMMITS && !failed -> goto commit
	:: now + 1 < GENS && !failed && making == 0 -> goto compact
	:: making == 1 -> goto synced
	:: making == 2 && !failed -> goto change /* with what was committed meanwhile, or without any */
	:: crashes < CRASHES -> crashes++; goto opening /* closed and opened, as after a kill */
	:: goto over
	fi;

commit:
	possible = sure + 1;
#ifdef ACK_FIRST
	sure++;
#endif
#ifdef SLOT_FIRST
	g[now].slotSeen = count + 1;
	step;
#endif
	g[now].seen[count] = TORN;
	step;
	g[now].seen[count] = WHOLE;
	step;
	if
	:: skip
	:: goto undo /* the write fails, with some or all of it in the file */
	:: g[now].kept[count] = g[now].seen[count]; goto undo /* and that on the disk by itself */
	fi;
#ifndef NO_SYNC
	if
	:: d_step { syncLog() }
	:: goto unknown
	fi;
#endif
	step;
#ifndef ACK_FIRST
	sure++;
#endif
	count++;
	g[now].slotSeen = count;
	step;
	goto working;

undo:
	skip;
	d_step { cutFrom(count) };
	step;
#ifndef NO_SYNC_OF_UNDO
	if
	:: d_step { syncLog() }
	:: goto unknown
	fi;
#endif
	step;
	possible = sure; /* "it was not done" */
	goto working;

unknown:
	/* A sync failed. What reached the disk is not known, and another sync would say that all is well. */
#ifdef SYNC_AGAIN
	sure++; count++; g[now].slotSeen = count; step;
	goto working;
#endif
	failed = true;
	if
	:: g[now].kept[count] = WHOLE
	:: g[now].kept[count] = TORN
	:: skip
	fi;
	d_step { cutFrom(count) };
	step;
	goto working;

compact:
	/* The new base, under a name that means nothing. Commits go on meanwhile. */
	ids++;
	g[now + 1].folded = held;
	copied = count;
	g[now + 1].followed = 0;
	g[now + 1].id = ids;
	g[now + 1].whole = 0;
	d_step {
		i = 0;
		do
		:: i < COMMITS -> g[now + 1].seen[i] = ABSENT; g[now + 1].kept[i] = ABSENT; i++
		:: else -> break
		od;
		i = 0;
		g[now + 1].slotSeen = 0; g[now + 1].slotKept = 0
	};
	making = 1;
	step;
	goto working;

synced:
#ifndef NO_SYNC_OF_BASE
	g[now + 1].whole = 1;
#endif
	making = 2;
	step;
	goto working;

change:
	skip; /* From here on commits wait. */
#ifdef UNLINK_FIRST
	g[now].logSeen = 0; step;
	g[now].baseSeen = 0; step;
#endif
	/* Its log, under such a name too, with one record of what the base has not got. */
#ifndef NO_FOLLOWING
	if
	:: count > copied ->
		g[now + 1].followed = held - g[now + 1].folded;
		g[now + 1].seen[0] = TORN;
		step;
		g[now + 1].seen[0] = WHOLE;
		g[now + 1].slotSeen = 1;
		step
	:: else
	fi;
#endif
#ifndef NO_SYNC_OF_LOG
	d_step {
		g[now + 1].kept[0] = g[now + 1].seen[0];
		g[now + 1].slotKept = g[now + 1].slotSeen
	};
	step;
#endif
	g[now + 1].logSeen = ids;
	step;
#ifndef NO_DIRSYNC_OF_LOG
	d_step { syncDir() };
	step;
#endif
	g[now + 1].baseSeen = 1; /* from here on the new generation counts */
	step;
#ifndef NO_DIRSYNC_OF_BASE
	d_step { syncDir() };
	step;
#endif
	now++;
	count = (g[now].followed > 0 -> 1 : 0);
	making = 0;
	g[now - 1].logSeen = 0;
	step;
	g[now - 1].baseSeen = 0;
	step;
	goto working;

over:
	skip
}
