package main

// step is one thing that a user does with an installation. Every contender takes its steps in this order.
type step int

const (
	firstUp step = iota
	unchangedUp
	preview
	relinkedPreview
	targetPreview
	refreshedPreview
	changedUp
	destroy
	lastStep
)

func (s step) String() string {
	return [...]string{
		"first `up`",
		"unchanged `up`",
		"`preview`",
		"`preview`, program linked by the command",
		"`preview`, with `buildTarget`",
		"`preview --refresh`",
		"`up` of one changed setting",
		"`destroy`",
	}[s]
}
